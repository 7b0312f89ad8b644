using System.Net;
using System.Net.Http.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Testing;

/// <summary>Stands in for Workspaces: every credential is held by whom the test says, until it says otherwise.</summary>
public sealed class KnownHolder(CallerIdentity? holder) : HttpMessageHandler, IHttpClientFactory
{
    private readonly LocalBroadcast _broadcast = new(NullLogger<LocalBroadcast>.Instance);

    /// <summary>Null for nobody.</summary>
    public CallerIdentity? Holder { get; set; } = holder;

    /// <summary>The holder is known, but not in the workspace that was asked for.</summary>
    public bool OnlyElsewhere { get; set; }

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    /// <summary>The platform's own, asking this one. What one of them forgets all forget.</summary>
    public CredentialVerifier Verifier(TimeProvider? time = null)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("COZELOOP_MASTER_KEY", Convert.ToBase64String(new byte[32]))])
            .Build();
        var tokens = new ServiceToken(new MasterKey(settings, new DataFolder(AppContext.BaseDirectory)), time ?? TimeProvider.System);
        return new CredentialVerifier(
            new ServiceCalls(this, new ServiceAddresses(settings), tokens),
            _broadcast,
            time ?? TimeProvider.System,
            NullLogger<CredentialVerifier>.Instance
        );
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = await request.Content!.ReadFromJsonAsync<VerifyCredential>(Json.Api, cancellationToken);
        return Holder is null || OnlyElsewhere && asked!.WorkspaceId is not null
            ? new HttpResponseMessage(HttpStatusCode.Unauthorized)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(Holder, options: Json.Api) };
    }
}
