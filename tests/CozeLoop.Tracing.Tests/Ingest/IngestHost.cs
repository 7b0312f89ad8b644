using System.Security.Claims;
using System.Text.Encodings.Web;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing.Stores;
using CozeLoop.Tracing.Imports;
using CozeLoop.Tracing.Ingest;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Tests.Ingest;

/// <summary>The ingest routes on a real server of their own, with a fake queue behind them. The caller names workspace and scopes in
/// headers.</summary>
internal sealed class IngestHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private readonly TestStores stores;
    private readonly TracingDatabase database;

    private IngestHost(WebApplication app, TestStores stores, TracingDatabase database, BrokerFake broker, HttpClient client) =>
        (this.app, this.stores, this.database, Broker, Client) = (app, stores, database, broker, client);

    public BrokerFake Broker { get; }
    public HttpClient Client { get; }

    public static async Task<IngestHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var broker = new BrokerFake();
        var stores = new TestStores();
        var database = await stores.OpenAsync(c => new TracingDatabase(c));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // As the platform's pipeline for callers that it knows: the routes' own limits decide.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder
            .Services.AddSingleton<IMessageBroker>(broker)
            .AddSingleton<TimeProvider>(Captures.Time)
            .AddSingleton(database)
            .AddSingleton<ImportSeats>()
            .AddSingleton<ImportTurns>()
            .AddSingleton<ConversationFile>()
            .AddSingleton<ImportPlaces>()
            .AddSingleton<ImportWriter>()
            .AddSingleton<ConversationImporter>()
            .AddSingleton<LangfuseImporter>();
        builder.Services.AddIngest(builder.Configuration);
        builder.Services.AddHttpClient();
        builder.Services.AddAuthentication("headers").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("headers", null);
        var authorization = builder.Services.AddAuthorizationBuilder();
        foreach (string scope in new[] { Scopes.Ingest, Scopes.Write })
            authorization.AddPolicy(scope, p => p.RequireClaim("scope", scope));
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapIngest();
        app.MapImports();
        await app.StartAsync();
        var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        client.DefaultRequestHeaders.Add("X-Test-Scopes", Scopes.Ingest);
        return new IngestHost(app, stores, database, broker, client);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await database.DisposeAsync();
        await stores.DisposeAsync();
    }

    private sealed class HeaderAuthentication(
        IOptionsMonitor<AuthenticationSchemeOptions> options,
        ILoggerFactory logger,
        UrlEncoder encoder
    ) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            string scopes = Request.Headers["X-Test-Scopes"].ToString();
            if (scopes.Length == 0)
                return Task.FromResult(AuthenticateResult.NoResult());
            var identity = new ClaimsIdentity(
                [new("workspace", "7"), new("actor", "key:pk-test"), .. scopes.Split(' ').Select(s => new Claim("scope", s))],
                Scheme.Name
            );
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
