using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Replays.Planning;
using CozeLoop.Experiments.Runs;
using Xunit;

namespace CozeLoop.Experiments.Tests.Replays.Planning;

public sealed class PlanningTests
{
    private static CreateReplay Request() =>
        new()
        {
            Name = "n",
            Source = new ReplaySource(null, null, null, new SampleSpec(10, 7)),
            Arms = [new ReplayArm { SystemPrompt = "x" }],
        };

    private static SpanDetail Span(string trace, string? task = null, string? user = null, string? session = null) =>
        new()
        {
            TraceId = trace,
            SpanId = "s",
            Name = "chat",
            Kind = "model",
            TaskId = task,
            UserId = user,
            SessionId = session,
        };

    [Fact]
    public void Clusters_are_the_coarsest_level_that_all_calls_know_and_that_splits_them()
    {
        Assert.Equal("task", ClusterKeys.Auto([Span("a", "t1", "u", "s1"), Span("b", "t2", "u", "s2")]));
        Assert.Equal("user", ClusterKeys.Auto([Span("a", "t1", "u1", "s1"), Span("b", null, "u2", "s2")]));
        Assert.Equal("session", ClusterKeys.Auto([Span("a", null, "u", "s1"), Span("b", null, "u", "s2")]));
        Assert.Equal("trace", ClusterKeys.Auto([Span("a"), Span("b")]));
    }

    [Fact]
    public void What_a_recording_does_not_say_and_the_candidate_sets_is_named()
    {
        var candidate = new ChatParameters { Temperature = 0.8, TopP = 0.5 };
        Assert.Equal(["topP"], ParameterOverlay.Unknown([new ChatParameters { Temperature = 1 }], candidate));
    }

    [Fact]
    public void A_call_whose_content_has_expired_is_left_out_with_that_cause()
    {
        var freezer = new ItemFreezer(new PromptChoice(null, []), "trace", null);
        var call = Span("a") with { Messages = [new ChatMessage("user", "the beginning of a long")] };
        Assert.NotNull(freezer.Freeze(call));
        Assert.Null(freezer.Freeze(call with { Incomplete = ["input"] }));
        Assert.Equal(new Dictionary<string, int> { ["content_expired"] = 1 }, freezer.Exclusions);
    }

    [Theory]
    [InlineData("attributes", "content_dropped")]
    [InlineData("messages", "content_not_recorded")]
    [InlineData("tools", "content_unreadable")]
    [InlineData("input", "content_cut")]
    [InlineData("output", "content_expired")]
    [InlineData("output", null, "content_cut")]
    [InlineData("events", null, "content_dropped")]
    public void A_call_of_which_part_of_the_request_is_missing_is_left_out_with_its_cause(string field, string? left, string? cause = null)
    {
        var freezer = new ItemFreezer(new PromptChoice(null, []), "trace", null);
        var call = Span("a") with
        {
            Messages = [new ChatMessage("user", "Hi")],
            Incomplete = [field],
            IncompleteCauses = new Dictionary<string, string> { [field] = cause ?? left! },
        };
        Assert.Equal(left is null, freezer.Freeze(call) is not null);
        Assert.Equal(left is null ? [] : [left], freezer.Exclusions.Keys);
    }

    [Theory]
    [InlineData("user", "__REDACTED__", null, "content_not_recorded")]
    [InlineData("user", null, null, "content_not_recorded")]
    [InlineData("wizard", "Hi", null, "content_unreadable")]
    [InlineData("user", "Hi", """[{"type":"document","source":{"type":"url"}}]""", "content_unreadable")]
    [InlineData(
        "user",
        "Hi",
        """[{"type":"image_url","image_url":{"url":"@@@langfuseMedia:type=image/png|id=x@@@"}}]""",
        "content_not_recorded"
    )]
    public void A_message_that_no_model_can_be_sent_as_it_was_leaves_its_call_out(string role, string? text, string? parts, string cause)
    {
        var freezer = new ItemFreezer(new PromptChoice(null, []), "trace", null);
        var message = new ChatMessage(role, text) { Parts = parts is null ? null : JsonElement.Parse(parts) };
        Assert.Null(freezer.Freeze(Span("a") with { Messages = [message] }));
        Assert.Equal([cause], freezer.Exclusions.Keys);
    }

    [Theory]
    [InlineData("freeRunning", "mode_not_available", null)]
    [InlineData("sideways", "invalid_request", "mode")]
    public void Modes_that_do_not_exist_are_refused(string mode, string code, string? field)
    {
        var refused = RequestRules.Check(Request() with { Mode = mode });
        Assert.Equal((code, field), (refused!.Code, refused.Field));
    }

    [Fact]
    public void Bad_requests_name_their_field()
    {
        Assert.Null(RequestRules.Check(Request()));
        Assert.Equal("concurrency", RequestRules.Check(Request() with { Concurrency = 257 })!.Field);
        Assert.Equal(
            "source.sample.size",
            RequestRules.Check(Request() with { Source = new ReplaySource(null, null, null, new SampleSpec(0, 1)) })!.Field
        );
        Assert.Equal("margin", RequestRules.Check(Request() with { Margin = double.NaN })!.Field);
        Assert.Equal("arms", RequestRules.Check(Request() with { Arms = [] })!.Field);
        Assert.Equal(
            "arms[0]",
            RequestRules
                .Check(
                    Request() with
                    {
                        Arms =
                        [
                            new ReplayArm
                            {
                                PromptKey = "p",
                                Draft = true,
                                Version = 2,
                            },
                        ],
                    }
                )!
                .Field
        );
        Assert.Equal("primaryMetric", RequestRules.Check(Request() with { PrimaryMetric = "x" })!.Field);
        Assert.Equal("budgetUsd", RequestRules.Check(Request() with { BudgetUsd = 0 })!.Field);
        Assert.Equal("clusterBy", RequestRules.Check(Request() with { ClusterBy = "moon" })!.Field);
        Assert.Equal("source", RequestRules.Check(Request() with { Source = null! })!.Field);
    }

    [Fact]
    public void The_old_arm_takes_the_recorded_model_where_a_connection_serves_it()
    {
        ModelConnection Connection(string name, bool simulated, params string[] models) =>
            new($"id-{name}", name, "openai", null, true, models, simulated, DateTimeOffset.UnixEpoch);
        ModelConnection[] connections =
        [
            Connection("Simulated (offline)", true, "simulated"),
            Connection("lab", false, "small"),
            Connection("big", false, "gpt-x"),
        ];
        var (served, _) = ModelChoice.Of(new ReplayArm { Connection = "LAB" }, connections, ["gpt-x"]);
        Assert.Equal(("big", "lab"), served!.Names);
        Assert.Equal(
            ("id-big", "gpt-x", "id-lab", "small"),
            (served!.Baseline.Connection, served.Baseline.Model, served.Candidate.Connection, served.Candidate.Model)
        );
        var (unserved, _) = ModelChoice.Of(new ReplayArm(), connections, ["gone"]);
        Assert.Equal("id-lab", unserved!.Candidate.Connection);
        Assert.Equal(unserved.Candidate, unserved.Baseline);
        Assert.Contains(
            unserved.Notices,
            n => n.Code == "baseline_on_candidate_model" && n.Text.Contains("gone", StringComparison.Ordinal)
        );
        var (several, _) = ModelChoice.Of(new ReplayArm { Connection = "lab" }, connections, ["small", "gpt-x"]);
        Assert.Contains("several models (small, gpt-x)", Assert.Single(several!.Notices).Text, StringComparison.Ordinal);
        var (unnamed, _) = ModelChoice.Of(new ReplayArm { Connection = "lab" }, connections, []);
        Assert.Contains("names no model", Assert.Single(unnamed!.Notices).Text, StringComparison.Ordinal);
        Assert.Equal("connection_not_found", ModelChoice.Of(new ReplayArm { Connection = "none" }, connections, []).Refused!.Code);
        Assert.True(ModelChoice.Of(new ReplayArm(), connections[..1], []).Choice!.Simulated);
    }

    [Fact]
    public void A_run_is_free_only_where_both_arms_are_simulated()
    {
        var simulated = new ModelConnection(
            "s",
            "Simulated (offline)",
            "simulated",
            null,
            false,
            ["simulated"],
            true,
            DateTimeOffset.UnixEpoch
        );
        var real = new ModelConnection("r", "lab", "openai", null, true, ["small"], false, DateTimeOffset.UnixEpoch);
        var arm = new ReplayArm { Connection = "s" };
        Assert.True(ModelChoice.Of(arm, [simulated, real], ["gone"]).Choice!.IsFree);
        Assert.False(ModelChoice.Of(arm, [simulated, real], ["small"]).Choice!.IsFree);
        Assert.False(ModelChoice.Of(new ReplayArm { Connection = "r" }, [simulated, real], []).Choice!.IsFree);
    }
}
