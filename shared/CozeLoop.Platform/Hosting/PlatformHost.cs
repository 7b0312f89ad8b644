using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Sections;
using CozeLoop.Platform.Starting;
using CozeLoop.Platform.Telemetry;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Platform.Web.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CozeLoop.Platform.Hosting;

public static class PlatformHost
{
    /// <summary>The page for an address that does not exist; the studio maps it, and where no studio runs the answer stays empty.</summary>
    private const string NotFoundPage = "/not-found";

    /// <summary>Everything a host needs once, whatever services it carries: stores, authentication, errors, health, telemetry.</summary>
    /// <param name="services">Names of the services this host carries: what they must share with others is checked.</param>
    public static WebApplicationBuilder AddPlatform(this WebApplicationBuilder builder, params string[] services)
    {
        string[] missing =
        [
            .. StoreRequirements.Check(builder.Configuration, services),
            .. NeighbourRequirements.Check(builder.Configuration, services),
            .. ConnectionStringCheck.Faults(builder.Configuration),
        ];
        if (missing.Length > 0)
            throw new StartException(missing);
        var faults = new List<string>();
        var options = PlatformOptions.Read(builder.Configuration, services, faults);
        if (Proxies.Fault(builder.Configuration) is { } wrong)
            faults.Add(wrong);
        builder.Services.AddSettingFaults(faults);
        builder.AddStartChecks();
        builder.Services.AddSingleton(options).AddSingleton<DataFolderLock>().AddStores(builder.Configuration);
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(provider => new ConfigureOptions<KestrelServerOptions>(
            kestrel =>
            {
                provider.ThrowIfSettingsAreWrong();
                // The server is the first thing a host makes, and it replaces the folder's socket: whose folder it is must be known before.
                provider.GetRequiredService<DataFolderLock>();
                Listen(kestrel, options, InternalListener.SocketPath(provider.GetRequiredService<DataFolder>()));
            }
        ));
        builder.Services.AddSingleton<MasterKey>().AddSingleton<ServiceToken>().AddServiceCalls();
        builder.Services.AddSingleton<CredentialVerifier>().AddSingleton<RefusedCredentials>();
        builder.Services.AddPlatformAuthorization();
        builder.Services.AddExceptionHandler<ErrorHandler>().AddProblemDetails(ProblemForm.Configure);
        builder.Services.ConfigureHttpJsonOptions(json => RequestJson.Configure(json.SerializerOptions));
        // A field that cannot be taken is told to the client by name, in production as well.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddApiDescription();
        builder.AddTelemetry();
        builder.AddSelfObservation(services is [var only] ? $"cozeloop-{only}" : "cozeloop");
        return builder;
    }

    /// <summary>The pipeline, the same whether one service or all run here.</summary>
    public static WebApplication UsePlatform(this WebApplication app)
    {
        if (Proxies.From(app.Configuration) is { } forwarded)
            app.UseForwardedHeaders(forwarded);
        app.UseRetryAfter();
        app.UsePathAsSent();
        app.UseExceptionHandler();
        app.UseStatusCodePages(ProblemForm.ForEmptyAnswerAsync);
        app.UseWhen(
            ProblemForm.IsForAPerson,
            pages => pages.UseStatusCodePagesWithReExecute(NotFoundPage, createScopeForStatusCodePages: true)
        );
        app.UseRequestLocalization();
        app.UseRouting();
        app.Use(next => context => KnownCharset.InvokeAsync(context, next));
        app.UseRouteValuesAsSent();
        app.UseHttpTelemetry();
        app.UseMiddleware<OwnTelemetry>();
        app.Use(next => context => InternalRouteMiddleware.InvokeAsync(context, next));
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(next => context => BodyLimitMiddleware.InvokeAsync(context, next));
        app.UseMiddleware<OpenAnswers>();
        app.UseAntiforgery();
        app.MapHealth();
        app.MapQueues();
        app.MapTelemetry();
        OpenApiPage.Map(app);
        DocsPage.Map(app);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            InternalListener.Protect(InternalListener.SocketPath(app.Services.GetRequiredService<DataFolder>()));
            app.Services.GetRequiredService<StartPhase>().End();
        });
        return app;
    }

    /// <summary>Before any other service, in this order: the key is made before the databases that it locks.</summary>
    private static void AddStartChecks(this WebApplicationBuilder builder)
    {
        var phase = new StartPhase();
        builder.Services.AddSingleton(phase).AddHostedService<StartChecks>();
        builder.Services.AddSingleton(new StartCheck((provider, _) => PortCheck.LookAsync(provider.GetRequiredService<PlatformOptions>())));
        builder.Services.AddSingleton(new StartCheck((provider, _) => Task.FromResult(provider.GetRequiredService<MasterKey>())));
        foreach (string category in (string[])["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"])
        {
            builder.Logging.AddFilter(category, level => level >= (phase.IsOver ? LogLevel.Warning : LogLevel.None));
        }
    }

    private static void Listen(KestrelServerOptions kestrel, PlatformOptions options, string socketPath)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyLimit.Unknown; // more when it is known who calls
        // Read ahead of whoever reads a body: anyone who opens a connection has it.
        kestrel.Limits.MaxRequestBufferSize = 256 << 10;
        foreach (int port in (int[])[options.HttpPort, options.OtlpHttpPort])
        {
            if (port == 0)
                continue;
            if (options.AnyAddress)
                kestrel.ListenAnyIP(port);
            else
                kestrel.ListenLocalhost(port);
        }
        InternalListener.Listen(kestrel, socketPath, options);
    }

    private static void AddPlatformAuthorization(this IServiceCollection services)
    {
        services
            .AddAuthentication(PlatformAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, PlatformAuthentication>(PlatformAuthentication.SchemeName, null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (string scope in (string[])[Scopes.Ingest, Scopes.Read, Scopes.Write, Scopes.Admin, Scopes.Operate])
        {
            authorization.AddPolicy(scope, policy => policy.RequireClaim(Caller.ScopeClaim, scope));
        }
        authorization.AddPolicy(Scopes.Annotate, policy => policy.RequireClaim(Caller.ScopeClaim, Scopes.Annotate, Scopes.Write));
        authorization.AddPolicy(RequireScopeExtensions.InternalPolicy, policy => policy.RequireClaim(Caller.ServiceClaim));
        services.AddAntiforgery(options =>
            (options.Cookie.Name, options.Cookie.SecurePolicy) = ("cozeloop_form", CookieSecurePolicy.SameAsRequest)
        );
        services.AddSingleton<IDataProtectionProvider>(provider => new MasterKeyProtection(provider.GetRequiredService<MasterKey>()));
        // The framework makes keys of its own anyway, would keep them in the user's home, and warns of how it keeps them.
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new UnusedKeys());
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddCascadingAuthenticationState();
        services.Configure<FormOptions>(form =>
        {
            form.MultipartBodyLengthLimit = BodyLimit.Default;
            form.ValueCountLimit = 64; // the login's form has four
        });
    }
}
