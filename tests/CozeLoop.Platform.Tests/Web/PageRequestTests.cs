using System.Text;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Platform.Tests.Web;

public sealed class PageRequestTests
{
    private const string List = "things";

    [Theory]
    [InlineData("trace/ü", "span")]
    [InlineData("a line\nand another", "")]
    [InlineData("{\"v\":1}", "\u0000")]
    public void A_cursor_is_read_as_it_was_written_whatever_the_ids_hold(string id, string id2)
    {
        var cursor = new Cursor(-5, id, id2);
        Assert.Equal(cursor, Cursor.Decode(List, cursor.Encode(List)));
    }

    [Theory]
    [InlineData("not a cursor")]
    [InlineData("")]
    [InlineData("bm9wZQ")]
    [InlineData("bnVsbA")]
    [InlineData("W10")]
    [InlineData("e30")]
    public void What_was_made_up_is_no_cursor(string text) => Assert.Null(Cursor.Decode(List, text));

    [Fact]
    public void A_cursor_of_another_list_or_version_or_a_part_of_one_is_none()
    {
        string encoded = new Cursor(1, "id").Encode(List);
        Assert.Null(Cursor.Decode("others", encoded));
        Assert.Null(Cursor.Decode(List, encoded[..^4]));
        const string OfAnotherVersion = """{"v":2,"list":"things","time":1,"id":"id","id2":""}""";
        Assert.Null(Cursor.Decode(List, Convert.ToBase64String(Encoding.UTF8.GetBytes(OfAnotherVersion)).TrimEnd('=')));
    }

    [Theory]
    [InlineData(null, 50)]
    [InlineData(1, 1)]
    [InlineData(500, 500)]
    public void A_page_has_50_rows_unless_told(int? limit, int rows) =>
        Assert.Equal((rows, null, null), new PageRequest(limit, null).Read(List));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(501)]
    public async Task A_limit_out_of_its_range_is_refused_before_anything_is_read(int limit)
    {
        var answer = await new PageRequest(limit, null).ReadAsync<int>(List, (_, _) => throw new InvalidOperationException("read"));
        Assert.Equal(400, Assert.IsType<ProblemHttpResult>(answer.Result).StatusCode);
    }

    [Fact]
    public void The_row_that_was_read_to_know_whether_more_follow_is_not_shown_and_begins_the_next_page()
    {
        Page<int> Of(params int[] rows) => PageRequest.Page(List, rows, 2, row => new Cursor(row, ""), row => row);
        var page = Of(7, 8, 9);
        Assert.Equal([7, 8], page.Items);
        Assert.Equal(new Cursor(8, ""), Cursor.Decode(List, page.NextCursor!));
        Assert.Null(Of(7, 8).NextCursor);
        Assert.Null(Of().NextCursor);
    }
}
