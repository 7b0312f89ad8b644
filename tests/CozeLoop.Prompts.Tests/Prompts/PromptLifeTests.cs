using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Prompts.Tests.Prompts;

/// <summary>Over real HTTP and a real database.</summary>
public sealed class PromptLifeTests : IAsyncLifetime
{
    private static readonly ChatMessage[] First = [new("system", "You help {{shop}}."), new("user", "{{ question }}")],
        Second = [new("system", "You help {{shop}} briefly."), new("user", "{{ question }}")];

    private ServiceHost host = null!;
    private PromptsClient prompts = null!;

    public async ValueTask InitializeAsync()
    {
        host = await ServiceHost.StartAsync(
            PromptsService.AddPrompts,
            routes =>
            {
                // Any key opens the host's own workspace, as if Workspaces had said so.
                string[] scopes = [Scopes.Read, Scopes.Write];
                routes.MapPost(
                    "/internal/credentials/verify",
                    () => new CallerIdentity(ServiceHost.WorkspaceId, "key:1", scopes, null, null)
                );
                return routes.MapPrompts();
            }
        );
        prompts = new PromptsClient(host.CreateClient());
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_version_that_was_fetched_is_answered_again_the_same_until_its_prompt_is_deleted()
    {
        await prompts.CreateAsync(new CreatePrompt("fetched", null));
        await prompts.CommitAsync("fetched", new CommitVersion(First, "said"));
        using var http = host.CreateClient();
        string first = await http.GetStringAsync("/api/v1/prompts/fetched/versions/1", TestContext.Current.CancellationToken);
        Assert.Equal(first, await http.GetStringAsync("/api/v1/prompts/fetched/versions/1", TestContext.Current.CancellationToken));
        await prompts.DeleteAsync("fetched");
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await http.GetAsync("/api/v1/prompts/fetched/versions/1", TestContext.Current.CancellationToken)).StatusCode
        );
        await prompts.CreateAsync(new CreatePrompt("fetched", null));
        await prompts.CommitAsync("fetched", new CommitVersion(Second, null));
        Assert.Contains(
            "briefly",
            await http.GetStringAsync("/api/v1/prompts/fetched/versions/1", TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_prompt_is_created_drafted_committed_labelled_and_rendered()
    {
        var created = await prompts.CreateAsync(new CreatePrompt("support", "Support"));
        var drafted = await prompts.PutDraftAsync("support", new PutDraft(First), created.Etag);
        Assert.Equal(First, drafted.Draft!.Messages);
        var version = await prompts.CommitAsync("support", new CommitVersion(null, "first"));
        Assert.Equal((1, "first", "user:test"), (version.Version, version.Description, version.Actor));
        Assert.Equal(["shop", "question"], version.Variables);
        Assert.Null((await prompts.FindAsync("support"))!.Draft);
        await prompts.CommitAsync("support", new CommitVersion(Second, null));
        var labelled = await prompts.PutLabelAsync(
            "support",
            "production",
            new PutLabel(2)
            {
                ReplayId = "r1",
                Verdict = "better",
                Reason = "shorter",
            }
        );
        Assert.Equal(2, labelled.Labels["production"]);
        Assert.Equal(
            (null, 2, "r1", "better", "shorter"),
            (
                labelled.Promotions[0].FromVersion,
                labelled.Promotions[0].ToVersion,
                labelled.Promotions[0].ReplayId,
                labelled.Promotions[0].Verdict,
                labelled.Promotions[0].Reason
            )
        );
        var rendered = await prompts.RenderAsync(
            "support",
            new RenderPrompt(null, new Dictionary<string, string> { ["shop"] = "ACME", ["question"] = "Why?" })
        );
        Assert.Equal([new ChatMessage("system", "You help ACME briefly."), new ChatMessage("user", "Why?")], rendered.Messages);
        var summary = Assert.Single((await prompts.ListAsync()).Items);
        Assert.Equal((2, 2), (summary.LatestVersion, summary.Labels["production"]));
    }

    [Fact]
    public async Task A_stale_draft_is_not_overwritten()
    {
        var created = await prompts.CreateAsync(new CreatePrompt("p", null));
        var saved = await prompts.PutDraftAsync("p", new PutDraft(First), created.Etag);
        var stale = await Assert.ThrowsAsync<ApiException>(() => prompts.PutDraftAsync("p", new PutDraft(Second), created.Etag));
        Assert.Equal((412, "draft_changed"), (stale.Status, stale.Code));
        Assert.Equal(First, (await prompts.FindAsync("p"))!.Draft!.Messages);
        await prompts.PutDraftAsync("p", new PutDraft(Second), saved.Etag);
        await prompts.DeleteAsync("p");
        var again = await prompts.CreateAsync(new CreatePrompt("p", null));
        Assert.NotEqual(created.Etag, again.Etag);
    }

    [Fact]
    public async Task A_version_that_was_served_is_not_served_for_a_prompt_of_the_same_name_made_later()
    {
        await prompts.CreateAsync(new CreatePrompt("p", null));
        await CommitAsync(First);
        Assert.Equal(First, (await prompts.FindVersionAsync("p", 1))!.Messages);
        Assert.Equal(First, (await prompts.FindVersionAsync("p", 1))!.Messages);
        await prompts.DeleteAsync("p");
        Assert.Null(await prompts.FindVersionAsync("p", 1));
        await prompts.CreateAsync(new CreatePrompt("p", null));
        await CommitAsync(Second);
        Assert.Equal(Second, (await prompts.FindVersionAsync("p", 1))!.Messages);
    }

    [Fact]
    public async Task The_same_commit_again_is_the_same_version_and_going_back_is_a_new_one()
    {
        await prompts.CreateAsync(new CreatePrompt("p", null));
        int[] versions = [await CommitAsync(First), await CommitAsync(First), await CommitAsync(Second), await CommitAsync(First)];
        Assert.Equal([1, 1, 2, 3], versions);
        var nothing = await Assert.ThrowsAsync<ApiException>(() => prompts.CommitAsync("p", new CommitVersion(null, null)));
        Assert.Equal((422, "no_draft"), (nothing.Status, nothing.Code));
    }

    [Fact]
    public async Task Two_versions_differ_by_words()
    {
        await prompts.CreateAsync(new CreatePrompt("p", null));
        await CommitAsync(First);
        await CommitAsync(Second);
        var diff = await prompts.DiffAsync("p", 1, 2);
        Assert.Equal(
            [new DiffRun("same", "You help {{shop}}"), new DiffRun("added", " briefly"), new DiffRun("same", ".")],
            diff.Messages[0].Runs
        );
        Assert.All(diff.Messages[1].Runs, run => Assert.Equal("same", run.Change));
    }

    [Fact]
    public async Task Every_variable_without_a_value_is_named()
    {
        await prompts.CreateAsync(new CreatePrompt("p", null));
        await CommitAsync(First);
        var unknown = await Assert.ThrowsAsync<ApiException>(() =>
            prompts.RenderAsync("p", new RenderPrompt(1, new Dictionary<string, string> { ["other"] = "x" }))
        );
        Assert.Equal((422, "unknown_variable"), (unknown.Status, unknown.Code));
        Assert.Equal(["variables.shop", "variables.question"], unknown.Errors.Keys);
    }

    [Fact]
    public async Task A_move_of_a_label_is_told_once_with_its_evidence()
    {
        var broker = host.Services.GetRequiredService<IMessageBroker>();
        await prompts.CreateAsync(new CreatePrompt("p", null));
        await CommitAsync(First);
        await broker.RegisterGroupAsync(Topics.Events, "test");
        await broker.RegisterGroupAsync(Topics.Audit, "test");
        for (int i = 0; i < 2; i++)
            await prompts.PutLabelAsync("p", "production", new PutLabel(1) { ReplayId = "r" });
        await prompts.PutLabelAsync("p", "staging", new PutLabel(1));
        Assert.Equal(
            [new PromptLabelMoved("p", "production", null, 1, "r", null), new PromptLabelMoved("p", "staging", null, 1, null, null)],
            (await TakeAsync<PlatformEvent>(broker, Topics.Events, 2)).Select(e => e.PromptLabelMoved).OrderBy(m => m!.Label)
        );
        var audit = await TakeAsync<AuditRecorded>(broker, Topics.Audit, 2);
        Assert.All(audit, a => Assert.Equal(("prompt.label", "prompt:p", "user:test"), (a.Entry.Action, a.Entry.Subject, a.Entry.Actor)));
        Assert.Single((await prompts.FindAsync("p"))!.Promotions, p => p.Label == "production");
    }

    [Theory]
    [InlineData("{\"key\":\"a b\"}")]
    [InlineData("{\"key\":\"\"}")]
    [InlineData("{\"key\":\"a/b\"}")]
    [InlineData("{\"name\":\"x\"}")]
    [InlineData("{")]
    public async Task A_bad_key_or_body_is_a_400(string body)
    {
        using var http = host.CreateClient();
        using var answer = await http.PostAsync("/api/v1/prompts", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static async Task<List<T>> TakeAsync<T>(IMessageBroker broker, string topic, int count)
    {
        var taken = new List<T>();
        while (taken.Count < count)
        {
            var messages = await broker.ReceiveAsync(topic, "test", 10, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20));
            Assert.NotEmpty(messages);
            taken.AddRange(messages.Select(m => JsonSerializer.Deserialize<T>(m.Body.Span, Contracts.Json.Compact)!));
        }
        return taken;
    }

    [Theory]
    [InlineData("{\"messages\":[]}")]
    [InlineData("{\"messages\":[{\"role\":\"wizard\",\"content\":\"x\"}]}")]
    [InlineData("{\"messages\":[{\"role\":\"user\"}]}")]
    [InlineData("{\"messages\":[null]}")]
    [InlineData("{}")]
    public async Task Bad_messages_are_a_400_that_names_the_field(string body)
    {
        await prompts.CreateAsync(new CreatePrompt("p", null));
        using var http = host.CreateClient();
        using var answer = await http.PutAsync(
            "/api/v1/prompts/p/draft",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json")
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(
            "messages",
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Single().Name,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_body_beyond_its_limit_is_a_413()
    {
        using var http = host.CreateClient();
        // A refused body is not read to its end: a client that neither asks nor says the length may find the connection closed before it
        // reads the answer.
        http.DefaultRequestHeaders.ExpectContinue = true;
        using var body = JsonContent.Create(new CreatePrompt("p", new string('x', 9 << 20)));
        await body.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        using var answer = await http.PostAsync("/api/v1/prompts", body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Missing_things_and_another_workspaces_things_are_404()
    {
        await prompts.CreateAsync(new CreatePrompt("p", null));
        await CommitAsync(First);
        var stranger = new PromptsClient(host.CreateClient(workspaceId: 43));
        Assert.NotNull(await prompts.FindVersionAsync("p", 1));
        Assert.Null(await stranger.FindVersionAsync("p", 1));
        Assert.Null(await stranger.FindAsync("p"));
        Assert.Empty((await stranger.ListAsync()).Items);
        Assert.Equal(404, (await Assert.ThrowsAsync<ApiException>(() => stranger.DeleteAsync("p"))).Status);
        Assert.Null(await prompts.FindVersionAsync("p", 2));
        Assert.Equal(
            "prompt_version_not_found",
            (await Assert.ThrowsAsync<ApiException>(() => prompts.PutLabelAsync("p", "production", new PutLabel(9)))).Code
        );
        Assert.Equal(
            "prompt_exists",
            (await Assert.ThrowsAsync<ApiException>(() => prompts.CreateAsync(new CreatePrompt("p", null)))).Code
        );
    }

    [Fact]
    public async Task What_rests_on_a_simulated_model_is_marked_and_moves_no_protected_label()
    {
        await prompts.CreateAsync(new CreatePrompt("simulated", null));
        await prompts.CommitAsync("simulated", new CommitVersion(First, null));
        var evidence = new PutLabel(1)
        {
            ReplayId = "r",
            Verdict = "better",
            Simulated = true,
            Reason = "to try it",
        };
        var refused = await Assert.ThrowsAsync<ApiException>(() => prompts.PutLabelAsync("simulated", "production", evidence));
        Assert.Equal((422, "simulated_not_promotable"), (refused.Status, refused.Code));
        Assert.True(Assert.Single((await prompts.PutLabelAsync("simulated", "staging", evidence)).Promotions).Simulated);
    }

    [Theory]
    [InlineData("""{"version":1,"replayId":"simulated-run","verdict":"better"}""", "production")]
    [InlineData("""{"version":1,"verdict":"better","reason":"I say so"}""", "staging")]
    [InlineData("""{"version":1,"simulated":true}""", "staging")]
    public async Task Evidence_is_taken_from_the_service_that_ran_the_replay_and_from_no_key(string body, string label)
    {
        await prompts.CreateAsync(new CreatePrompt("p", null));
        await CommitAsync(First);
        using var person = TestHttp.Create(host.Address);
        person.DefaultRequestHeaders.Authorization = new("Bearer", "sk-anything");
        using var claimed = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var refused = await person.PutAsync($"/api/v1/prompts/p/labels/{label}", claimed, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("evidence_not_accepted", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Empty((await prompts.FindAsync("p"))!.Promotions);
        var moved = await new PromptsClient(person).PutLabelAsync("p", label, new PutLabel(1) { Reason = "I say so" });
        Assert.Equal((1, "I say so", null), (moved.Labels[label], moved.Promotions[0].Reason, moved.Promotions[0].Verdict));
    }

    [Fact]
    public async Task A_reader_may_not_write()
    {
        var reader = new PromptsClient(host.CreateClient(scopes: Scopes.Read));
        Assert.Equal(403, (await Assert.ThrowsAsync<ApiException>(() => reader.CreateAsync(new CreatePrompt("p", null)))).Status);
        Assert.Empty((await reader.ListAsync()).Items);
    }

    [Fact]
    public async Task A_list_is_paged_by_key()
    {
        foreach (string key in (string[])["c", "a", "b"])
            await prompts.CreateAsync(new CreatePrompt(key, null) { Sample = key == "b" });
        using var http = host.CreateClient();
        var first = (await http.GetFromJsonAsync<Page<PromptSummary>>("/api/v1/prompts?limit=2", Contracts.Json.Api))!;
        await prompts.CreateAsync(new CreatePrompt("a2", null));
        var second = (
            await http.GetFromJsonAsync<Page<PromptSummary>>($"/api/v1/prompts?limit=2&cursor={first.NextCursor}", Contracts.Json.Api)
        )!;
        Assert.Equal([("a", false), ("b", true), ("c", false)], first.Items.Concat(second.Items).Select(p => (p.Key, p.Sample)));
        Assert.Null(second.NextCursor);
    }

    private async Task<int> CommitAsync(ChatMessage[] messages) =>
        (await prompts.CommitAsync("p", new CommitVersion(messages, null))).Version;
}
