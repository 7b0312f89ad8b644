using System.Text;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Keys;

public sealed class ApiKeyTests
{
    [Fact]
    public async Task The_first_start_makes_the_key_it_was_told_and_a_second_start_makes_none()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        await workspaces.Host.RestartAsync();
        Assert.Equal(WorkspacesUnderTest.PublicKey, Assert.Single((await workspaces.Client.ListKeysAsync()).Items).PublicKey);
        var holder = await workspaces.HolderAsync(WorkspacesUnderTest.SecretKey, WorkspacesUnderTest.PublicKey);
        Assert.Equal((ServiceHost.WorkspaceId, $"key:{WorkspacesUnderTest.PublicKey}"), (holder!.WorkspaceId, holder.Actor));
        // Printed and pasted about: it may not make keys or members.
        Assert.Equal([Scopes.Ingest, Scopes.Read, Scopes.Write], holder.Scopes);
    }

    [Fact]
    public async Task A_new_key_has_its_scopes_until_it_is_revoked()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var created = await workspaces.Client.CreateKeyAsync(new CreateApiKey("collector", [Scopes.Ingest], null));
        Assert.Equal([Scopes.Ingest], (await workspaces.HolderAsync(created.SecretKey))!.Scopes);
        await workspaces.Client.RevokeKeyAsync(created.Key.PublicKey);
        Assert.Null(await workspaces.HolderAsync(created.SecretKey));
        Assert.NotNull((await workspaces.Client.ListKeysAsync()).Items.Single(k => k.Name == "collector").RevokedAt);
        Assert.Equal(404, (await Assert.ThrowsAsync<ApiException>(() => workspaces.Client.RevokeKeyAsync("pk-of-nobody"))).Status);
    }

    [Theory]
    [InlineData("sk-of-the-first-start", "pk-of-another-key", null)]
    [InlineData("sk-of-the-first-start", null, 43L)]
    [InlineData("sk-of-the-first-starT", null, null)]
    [InlineData("pk-of-the-first-start", null, null)]
    public async Task Half_a_pair_another_workspace_or_a_wrong_secret_is_nobody(string secret, string? publicKey, long? workspace)
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        Assert.Null(await workspaces.HolderAsync(secret, publicKey, workspace));
    }

    [Fact]
    public async Task A_secret_is_told_once_and_stored_nowhere()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var created = await workspaces.Client.CreateKeyAsync(new CreateApiKey("laptop", null, null));
        using var http = workspaces.Host.CreateClient();
        Assert.DoesNotContain(
            created.SecretKey,
            await http.GetStringAsync("/api/v1/api-keys", TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        foreach (string file in Directory.GetFiles(workspaces.Host.DataFolder, "*.db*"))
        {
            await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(content, Encoding.Latin1);
            Assert.DoesNotContain(
                created.SecretKey,
                await reader.ReadToEndAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("", "read", "name")]
    [InlineData("x", "root", "scopes")]
    public async Task A_bad_key_is_a_400_that_names_the_field(string name, string scope, string field)
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var bad = await Assert.ThrowsAsync<ApiException>(() => workspaces.Client.CreateKeyAsync(new CreateApiKey(name, [scope], null)));
        Assert.Equal((400, field), (bad.Status, bad.Errors.Keys.Single()));
    }

    [Fact]
    public async Task Keys_of_another_workspace_are_not_seen_and_not_revoked()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        var stranger = new WorkspacesClient(workspaces.Host.CreateClient(workspaceId: 43));
        Assert.Empty((await stranger.ListKeysAsync()).Items);
        Assert.Equal(404, (await Assert.ThrowsAsync<ApiException>(() => stranger.RevokeKeyAsync(WorkspacesUnderTest.PublicKey))).Status);
        Assert.NotNull(await workspaces.HolderAsync(WorkspacesUnderTest.SecretKey));
    }
}
