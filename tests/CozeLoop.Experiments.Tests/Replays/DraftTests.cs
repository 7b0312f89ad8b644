using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Web;
using CozeLoop.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Experiments.Tests.Replays;

public sealed class DraftTests : IAsyncLifetime
{
    private ServiceHost _host = null!;

    public async ValueTask InitializeAsync() =>
        _host = await ServiceHost.StartAsync(ExperimentsService.AddExperiments, ExperimentsService.MapExperiments);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private ReplaysClient Of(string actor, long workspace = ServiceHost.WorkspaceId) =>
        new(_host.Services.GetRequiredService<ServiceCalls>().For("experiments", workspace, actor));

    [Fact]
    public async Task Half_a_megabyte_of_Chinese_survives_a_restart_and_is_its_writers_alone()
    {
        string prompt = string.Concat(Enumerable.Repeat("转接前先询问。", 500_000 / 7));
        await Of("user:1").PutDraftAsync(new PutReplayDraft("?step=2", "an earlier text"));
        await Of("user:1").PutDraftAsync(new PutReplayDraft("?step=2&seed=7", prompt));
        await _host.RestartAsync();
        var draft = await Of("user:1").FindDraftAsync();
        Assert.Equal(("?step=2&seed=7", prompt), (draft!.Answers, draft.SystemPrompt));
        Assert.Null(await Of("user:2").FindDraftAsync());
        Assert.Null(await Of("user:1", ServiceHost.WorkspaceId + 1).FindDraftAsync());
        await Of("user:2").DiscardDraftAsync();
        Assert.NotNull(await Of("user:1").FindDraftAsync());
        await Of("user:1").DiscardDraftAsync();
        Assert.Null(await Of("user:1").FindDraftAsync());
    }

    [Theory]
    [InlineData(20_001, 0, "answers")]
    [InlineData(1, 500_001, "systemPrompt")]
    public async Task A_draft_that_is_too_long_is_refused_by_its_field(int answers, int prompt, string field)
    {
        var body = new PutReplayDraft(new string('a', answers), new string('b', prompt));
        var refused = await Assert.ThrowsAsync<ApiException>(() => Of("user:1").PutDraftAsync(body));
        Assert.Equal((400, field), (refused.Status, Assert.Single(refused.Errors.Keys)));
        Assert.Null(await Of("user:1").FindDraftAsync());
    }
}
