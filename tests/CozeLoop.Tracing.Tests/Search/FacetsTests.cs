using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Search;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.Search;

public class FacetsTests(TraceStore store)
{
    [Fact]
    public async Task A_facet_counts_traces_as_the_list_does_with_its_value_added()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "a", "1") with
            {
                Model = "m1",
                Tags = ["x", "y"],
                PromptKey = "p",
                PromptVersion = "2",
                Attributes = new Dictionary<string, string> { ["k"] = "v" },
            },
            Span(workspace, "a", "2", "1") with
            {
                Model = "m1",
                Status = "error",
            },
            Span(workspace, "b", "1") with
            {
                Model = "m2",
                Tags = ["x"],
                PromptKey = "p",
                SessionId = "c",
            },
            Span(workspace, "c", "1") with
            {
                Model = "m1",
            }
        );
        await store.InsertAsync(
            workspace,
            new Score("1", "resolved", 1, null) { TraceId = "a" },
            new Score("2", "resolved", 0, null) { SessionId = "c" },
            new Score("3", "tone", null, "angry") { TraceId = "c", SpanId = "1" }
        );

        Assert.Equal("m1 2, m2 1", await FacetAsync(workspace, "model"));
        Assert.Equal("ok 3, error 1", await FacetAsync(workspace, "status"));
        Assert.Equal("x 2, y 1", await FacetAsync(workspace, "tag"));
        Assert.Equal("p 1, p@2 1", await FacetAsync(workspace, "prompt"));
        Assert.Equal("production 3", await FacetAsync(workspace, "environment"));
        Assert.Equal("v 1", await FacetAsync(workspace, "attr.k"));
        Assert.Equal("0 1, 1 1", await FacetAsync(workspace, "score.resolved"));
        Assert.Equal("angry 1", await FacetAsync(workspace, "score.tone"));
        Assert.Equal("resolved 2, tone 1", await FacetAsync(workspace, "score"));
        Assert.Equal("m1 1", await FacetAsync(workspace, "model", "status:error"));
        Assert.Equal(["b"], await store.TraceIdsAsync(workspace, "score.resolved:0"));
        Assert.Null(await new Facets(store.Shared).ReadAsync(Day(workspace), "duration", default));
    }

    private async Task<string> FacetAsync(long workspace, string field, string? q = null) =>
        Text((await new Facets(store.Shared).ReadAsync(Day(workspace, q), field, default))!);

    private static string Text(Facet facet) => string.Join(", ", facet.Values.Select(v => $"{v.Value} {v.Count}"));
}
