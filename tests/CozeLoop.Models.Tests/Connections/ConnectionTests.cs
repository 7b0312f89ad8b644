using System.Text;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Models.Tests.Connections;

public class ConnectionTests
{
    [Fact]
    public async Task A_key_is_stored_sealed_and_never_told()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        using var http = models.Host.CreateClient();
        string list = await http.GetStringAsync("/api/v1/models", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("sk-provider-secret", list, StringComparison.Ordinal);
        var connections = (await models.Client.ListAsync()).Items;
        Assert.Equal(
            [("fake", true, false), ("Simulated (offline)", false, true)],
            connections.Select(c => (c.Name, c.HasKey, c.Simulated))
        );
        await models.Client.TestAsync(connections[0].Id);
        Assert.Equal("sk-provider-secret", Assert.Single(models.Server.Requests).ApiKey);
        foreach (string file in Directory.GetFiles(models.Host.DataFolder, "*.db*"))
        {
            await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(content, Encoding.Latin1);
            Assert.DoesNotContain(
                "sk-provider-secret",
                await reader.ReadToEndAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_test_tells_the_answer_or_the_cause()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        var bare = await models.Client.CreateAsync(new CreateConnection("bare", "openai", models.Server.BaseUrl, null, null));
        var good = await models.Client.TestAsync(bare.Id);
        Assert.Equal((true, "fake-model"), (good.Ok, good.Model));
        models.Server.RequiredKey = "another";
        var refused = await models.Client.TestAsync("fake");
        Assert.Equal((false, "unauthorized"), (refused.Ok, refused.ErrorCode));
        await models.Client.CreateAsync(new CreateConnection("nobody", "openai", $"http://127.0.0.1:{FreePort.Next()}", null, ["m"]));
        Assert.Equal("unreachable", (await models.Client.TestAsync("nobody")).ErrorCode);
        Assert.True((await models.Client.TestAsync("simulated")).Ok);
    }

    [Fact]
    public async Task A_key_is_replaced_for_the_calls_that_follow()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        models.Server.RequiredKey = "right";
        string id = (await models.Client.ListAsync()).Items[0].Id;
        Assert.Equal("unauthorized", (await models.Client.TestAsync(id)).ErrorCode);
        Assert.True((await models.Client.ReplaceKeyAsync(id, new ReplaceConnectionKey("right"))).HasKey);
        Assert.True((await models.Client.TestAsync(id)).Ok);
        Assert.False((await models.Client.ReplaceKeyAsync(id, new ReplaceConnectionKey(null))).HasKey);
        Assert.Equal(
            400,
            (await Assert.ThrowsAsync<ApiException>(() => models.Client.ReplaceKeyAsync(id, new ReplaceConnectionKey("a\nb")))).Status
        );
        Assert.Equal(
            404,
            (await Assert.ThrowsAsync<ApiException>(() => models.Client.ReplaceKeyAsync("nobody", new ReplaceConnectionKey("x")))).Status
        );
        Assert.Equal(
            409,
            (await Assert.ThrowsAsync<ApiException>(() => models.Client.ReplaceKeyAsync("simulated", new ReplaceConnectionKey("x")))).Status
        );
    }

    [Theory]
    [InlineData("a/b", "openai", "http://127.0.0.1", "name")]
    [InlineData("", "openai", "http://127.0.0.1", "name")]
    [InlineData("x", "other", "http://127.0.0.1", "provider")]
    [InlineData("x", "openai", "ftp://127.0.0.1", "baseUrl")]
    [InlineData("x", "openai", "http://user:pass@127.0.0.1", "baseUrl")]
    [InlineData("x", "openai", "nonsense", "baseUrl")]
    public async Task A_bad_connection_is_a_400_that_names_the_field(string name, string provider, string url, string field)
    {
        await using var models = await ModelsUnderTest.StartAsync();
        var bad = await Assert.ThrowsAsync<ApiException>(() =>
            models.Client.CreateAsync(new CreateConnection(name, provider, url, null, null))
        );
        Assert.Equal((400, field), (bad.Status, bad.Errors.Keys.Single()));
    }

    [Fact]
    public async Task A_private_address_a_taken_name_and_the_built_in_one_are_refused()
    {
        await using var models = await ModelsUnderTest.StartAsync();
        Assert.Equal(
            "address_refused",
            await CodeAsync(models.Client.CreateAsync(new CreateConnection("x", "openai", "http://169.254.169.254/latest", null, null)))
        );
        Assert.Equal(
            "connection_exists",
            await CodeAsync(models.Client.CreateAsync(new CreateConnection("fake", "openai", null, null, null)))
        );
        Assert.Equal(
            "connection_exists",
            await CodeAsync(models.Client.CreateAsync(new CreateConnection("simulated (offline)", "openai", null, null, null)))
        );
        Assert.Equal("connection_built_in", await CodeAsync(models.Client.DeleteAsync("simulated")));
        var stranger = new ModelsClient(models.Host.CreateClient(workspaceId: 43));
        var fake = (await models.Client.ListAsync()).Items[0];
        Assert.Equal("connection_not_found", await CodeAsync(stranger.DeleteAsync(fake.Id)));
        await models.Client.DeleteAsync(fake.Id);
        Assert.Single((await models.Client.ListAsync()).Items);
    }

    private static async Task<string> CodeAsync(Task call) => (await Assert.ThrowsAsync<ApiException>(() => call)).Code;
}
