using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CozeLoop.Contracts.Clients;
using CozeLoop.Prompts;
using CozeLoop.Testing;
using CozeLoop.Workspaces;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Hosting;

/// <summary>Services of two hosts find each other over the network, by the internal port.</summary>
public sealed class NeighbourTests : IAsyncLifetime
{
    private const string Secret = "sk-of-the-first-start";

    private readonly string _masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly int _internalPort = FreePort.Next();
    private ServiceHost _workspaces = null!;

    public async ValueTask InitializeAsync() =>
        _workspaces = await ServiceHost.StartAsync(
            WorkspacesService.AddWorkspaces,
            WorkspacesService.MapWorkspaces,
            ("COZELOOP_INTERNAL_PORT", $"{_internalPort}"),
            ("COZELOOP_MASTER_KEY", _masterKey),
            ("COZELOOP_INIT_SECRET_KEY", Secret)
        );

    public ValueTask DisposeAsync() => _workspaces.DisposeAsync();

    [Fact]
    public async Task A_key_of_one_host_opens_the_other_and_nobody_elses_does()
    {
        await using var prompts = await PromptsAsync(_masterKey);
        Assert.Empty((await new PromptsClient(Client(prompts.Address, Secret)).ListAsync()).Items);
        Assert.Equal(
            401,
            (await Assert.ThrowsAsync<ApiException>(() => new PromptsClient(Client(prompts.Address, "sk-of-nobody")).ListAsync())).Status
        );
    }

    [Fact]
    public async Task A_host_with_another_master_key_is_refused()
    {
        await using var prompts = await PromptsAsync(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var refused = await Assert.ThrowsAsync<ApiException>(() => new PromptsClient(Client(prompts.Address, Secret)).ListAsync());
        Assert.NotEqual(200, refused.Status);
    }

    [Fact]
    public async Task Internal_routes_exist_on_the_internal_port_alone_and_ask_for_a_token()
    {
        Assert.Equal(HttpStatusCode.NotFound, await VerifyAsync(_workspaces.Address));
        Assert.Equal(HttpStatusCode.Unauthorized, await VerifyAsync(new Uri($"http://127.0.0.1:{_internalPort}/")));
    }

    private Task<ServiceHost> PromptsAsync(string masterKey) =>
        ServiceHost.StartAsync(
            PromptsService.AddPrompts,
            PromptsService.MapPrompts,
            ("Services:Urls:workspaces", $"http://127.0.0.1:{_internalPort}"),
            ("COZELOOP_MASTER_KEY", masterKey)
        );

    private static async Task<HttpStatusCode> VerifyAsync(Uri address)
    {
        using var http = Client(address, null);
        using var answer = await http.PostAsync("/internal/credentials/verify", null);
        return answer.StatusCode;
    }

    private static HttpClient Client(Uri address, string? secret)
    {
        var http = TestHttp.Create(address);
        if (secret is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return http;
    }
}
