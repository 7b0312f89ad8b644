using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Actors;

public sealed class ActorTests
{
    [Fact]
    public async Task People_and_keys_have_their_names_in_their_own_workspace_alone()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var key = await workspaces.Client.CreateKeyAsync(new CreateApiKey("nightly import", [Scopes.Ingest], null));
        string[] actors = ["user:1", "key:" + key.Key.PublicKey, "user:999", "key:pk-of-nobody", "user:x", "nonsense"];
        var named = (await workspaces.Client.FindActorsAsync(actors)).Items;
        Assert.Equal("nightly import", named.Single(a => a.Id == actors[1]).Name);
        Assert.NotEqual("", named.Single(a => a.Id == "user:1").Name);
        Assert.Equal(2, named.Count);
        using var stranger = workspaces.Host.CreateClient(workspaceId: 43);
        Assert.Empty((await new WorkspacesClient(stranger).FindActorsAsync(actors)).Items);
    }

    [Fact]
    public async Task Nobody_or_more_than_a_hundred_at_once_are_refused()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        foreach (int n in (int[])[0, 101])
        {
            var asked = Enumerable.Range(0, n).Select(i => $"user:{i}");
            Assert.Equal(400, (await Assert.ThrowsAsync<ApiException>(() => workspaces.Client.FindActorsAsync(asked))).Status);
        }
    }
}
