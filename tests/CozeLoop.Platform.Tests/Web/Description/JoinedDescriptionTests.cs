using System.Text.Json.Nodes;
using CozeLoop.Platform.Web.Description;

namespace CozeLoop.Platform.Tests.Web.Description;

public sealed class JoinedDescriptionTests
{
    [Fact]
    public void Parts_of_several_processes_make_one_document_in_which_what_they_share_stands_once()
    {
        var studio = Part("/health/live", "Health", "operation");
        var prompts = Part("/api/v1/prompts", "Prompt", "prompts");
        var traces = Part("/api/v1/traces", "Trace", "traces");
        foreach (var part in (JsonObject[])[prompts, traces])
        {
            part["paths"]!["/health/live"] = new JsonObject { ["get"] = new JsonObject() };
            part["components"]!["schemas"]!["Health"] = new JsonObject();
        }
        var whole = JsonNode.Parse(JoinedDescription.Of([studio, prompts, traces]))!;
        Assert.Equal(["/api/v1/prompts", "/api/v1/traces", "/health/live"], Keys(whole["paths"]));
        Assert.Equal(["Health", "Prompt", "Trace"], Keys(whole["components"]!["schemas"]));
        Assert.Equal(["traces", "prompts", "operation"], whole["tags"]!.AsArray().Select(tag => (string)tag!["name"]!));
        Assert.Equal("CozeLoop", (string?)whole["info"]!["title"]);
    }

    private static IEnumerable<string> Keys(JsonNode? section) => section!.AsObject().Select(member => member.Key);

    private static JsonObject Part(string path, string schema, string tag) =>
        new()
        {
            ["info"] = new JsonObject { ["title"] = "CozeLoop" },
            ["paths"] = new JsonObject { [path] = new JsonObject { ["get"] = new JsonObject() } },
            ["components"] = new JsonObject { ["schemas"] = new JsonObject { [schema] = new JsonObject() } },
            ["tags"] = new JsonArray(new JsonObject { ["name"] = tag }),
        };
}
