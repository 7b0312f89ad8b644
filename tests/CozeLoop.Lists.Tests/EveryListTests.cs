using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Lists.Tests;

/// <summary>Every list of the product, found by its routes: rows of one millisecond, read in small pages while more arrive.</summary>
public sealed class EveryListTests(WholeProduct product) : IClassFixture<WholeProduct>
{
    private const int Rows = 7,
        Arriving = 3;

    // What one person has, and names asked for by name, at most 100: given whole.
    private static readonly string[] GivenWhole = ["/api/v1/actors", "/api/v1/me/sessions", "/api/v1/workspaces"];

    [Fact]
    public async Task Every_list_gives_each_row_of_a_millisecond_once_in_whatever_pages_and_while_rows_arrive()
    {
        var lists = await product.ListsAsync();
        Assert.Equal(
            product.RoutesAnswering(t => IsA(t, typeof(Page<>))).Except(GivenWhole),
            lists.Select(l => l.Route).Order(StringComparer.Ordinal)
        );
        int next = 1;
        foreach (var list in lists)
        {
            int before = (await AllAsync(list, 500)).Count;
            for (int i = 0; i < Rows && list.AddAsync is not null; i++)
                await list.AddAsync(next++);
            await Eventually.Async(async () => (await AllAsync(list, 500)).Count >= (list.AddAsync is null ? Rows : before + Rows));
            foreach (int size in (int[])[1, 2, 3])
            {
                var there = await AllAsync(list, 500);
                Task ArriveAsync(int page) => page <= Arriving && list.AddAsync is not null ? list.AddAsync(next++) : Task.CompletedTask;
                var seen = await AllAsync(list, size, ArriveAsync);
                Assert.True(seen.Count == seen.Distinct().Count(), $"{list.Route} by {size} gave a row twice.");
                Assert.True(there.All(seen.Contains), $"{list.Route} by {size} lost {string.Join(", ", there.Except(seen))}.");
            }
        }
    }

    [Fact]
    public async Task Every_list_refuses_in_words_a_limit_out_of_its_range_and_a_cursor_that_is_none_of_its_own()
    {
        var lists = await product.ListsAsync();
        string foreign = new CozeLoop.Platform.Web.Cursor(1, "id").Encode("of-no-list");
        foreach (var list in lists)
        {
            string[] faults =
            [
                "limit=0",
                "limit=501",
                "limit=-1",
                "cursor=made-up",
                "cursor=",
                "cursor=" + foreign,
                "cursor=" + new string('A', 6000),
            ];
            foreach (string wrong in faults)
            {
                using var answer = await product.Client.GetAsync(With(list.Path, wrong));
                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{list.Route}?{wrong}: {answer.StatusCode}");
                var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
                Assert.NotEqual("", errors.GetProperty(wrong.Split('=')[0])[0].GetString());
            }
        }
    }

    [Fact]
    public async Task Every_list_answers_a_cursor_of_its_own_at_whatever_place()
    {
        (long Time, string Id)[] places =
        [
            (long.MaxValue, "\U0010FFFF"),
            (long.MinValue, ""),
            (0, "\U0010FFFF"),
            (0, ""),
            (1, "\0"),
            (0, new string('z', 2000)),
            (0, "9223372036854775808"),
            (0, "-1"),
        ];
        foreach (var list in await product.ListsAsync())
        {
            string name = await NameAsync(list);
            foreach (var (time, id) in places)
            {
                foreach (string id2 in (string[])["", id])
                {
                    string cursor = new CozeLoop.Platform.Web.Cursor(time, id, id2).Encode(name);
                    using var answer = await product.Client.GetAsync(With(list.Path, "limit=2&cursor=" + cursor));
                    Assert.True(
                        answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest,
                        $"{list.Route} at {time} {id}: {answer.StatusCode}"
                    );
                }
            }
        }
    }

    [Fact]
    public void What_can_grow_is_a_list_with_pages() =>
        Assert.Equal(["/api/v1/queues"], product.RoutesAnswering(t => t.IsArray || IsA(t, typeof(IReadOnlyList<>))));

    private static bool IsA(Type type, Type form) => type.IsGenericType && type.GetGenericTypeDefinition() == form;

    /// <summary>Under which the list encodes its cursors.</summary>
    private async Task<string> NameAsync(ListOf list)
    {
        string? cursor = null;
        for (int n = 0; n < 2 && list.AddAsync is not null; n++)
            await list.AddAsync(1_000_000 + n);
        await Eventually.Async(async () =>
        {
            var page = await product.Client.GetFromJsonAsync<JsonElement>(With(list.Path, "limit=1"));
            return (cursor = page.GetProperty("nextCursor").GetString()) is not null;
        });
        return JsonDocument.Parse(Base64Url.DecodeFromChars(cursor)).RootElement.GetProperty("list").GetString()!;
    }

    /// <param name="after">Done after each page, given its number from 1.</param>
    private async Task<List<string>> AllAsync(ListOf list, int size, Func<int, Task>? after = null)
    {
        var keys = new List<string>();
        string? cursor = null;
        int page = 0;
        do
        {
            string path = With(list.Path, $"limit={size}" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)));
            var answer = await product.Client.GetFromJsonAsync<JsonElement>(path);
            keys.AddRange(answer.GetProperty("items").EnumerateArray().Select(list.KeyOf));
            Assert.True(answer.GetProperty("items").GetArrayLength() <= size, $"{list.Route} gave more than was asked for.");
            cursor = answer.GetProperty("nextCursor").GetString();
            if (after is not null)
                await after(++page);
        } while (cursor is not null);
        return keys;
    }

    private static string With(string path, string more) => path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + more;
}
