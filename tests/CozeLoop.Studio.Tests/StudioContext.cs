using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using Bunit;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using CozeLoop.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Studio.Tests;

/// <summary>Renders pages with a logged-in user; the services behind them answer what <see cref="Answers"/> holds.</summary>
internal sealed class StudioContext : BunitContext
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    /// <summary>A wait ends when what it waits for is there; how long that takes on a busy machine is nobody's business.</summary>
    static StudioContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    public StudioContext(string culture = "en")
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Services.AddLocalization();
        Services.AddLogging();
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        Services.AddScoped<Viewer>();
        Services.AddSingleton(_ => Holder.Verifier());
        Services.AddScoped<CircuitSession>();
        Services.AddSingleton<OpenService>(
            (_, _) => new HttpClient(Answers, disposeHandler: false) { BaseAddress = new Uri("http://service") }
        );
        Services.AddScoped<StudioClients>();
        Services.AddScoped<ActorNames>();
        Services.AddCascadingValue<NameOfActor>(p => p.GetRequiredService<ActorNames>().OfAsync);
        JSInterop.Mode = JSRuntimeMode.Loose;
        this.AddAuthorization()
            .SetAuthorized("ada")
            .SetClaims(new Claim("workspace", "7"), new Claim("actor", "user:1"), new Claim("session", "s1"));
    }

    /// <summary>Who is logged in, with which rights.</summary>
    public KnownHolder Holder { get; } =
        new(
            new CallerIdentity(7, "user:1", [Scopes.Ingest, Scopes.Read, Scopes.Write, Scopes.Admin, Scopes.Operate], "owner", "ada")
            {
                SessionId = "s1",
            }
        );

    public AnswerTable Answers { get; } = new();
}

/// <summary>An HTTP handler that answers by the beginning of the path; what has no answer gets a 404 problem.</summary>
internal sealed class AnswerTable : HttpMessageHandler
{
    private readonly Dictionary<string, Func<Task<HttpResponseMessage>>> answers = [];

    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Nothing can be reached.</summary>
    public bool IsAway { get; set; }

    public void Give(string path, object body) => answers[path] = () => Task.FromResult(Of(200, body));

    /// <summary>An answer that comes once its result is set.</summary>
    public TaskCompletionSource<object> Hold(string path)
    {
        var held = new TaskCompletionSource<object>();
        answers[path] = async () => Of(200, await held.Task);
        return held;
    }

    public void Refuse(string path, int status, string code, string detail) =>
        answers[path] = () => Task.FromResult(Of(status, new { code, detail }));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.PathAndQuery;
        Asked.Enqueue($"{request.Method} {path}");
        if (IsAway)
            throw new HttpRequestException("Nobody listens.");
        var known = answers
            .Where(a => path.StartsWith(a.Key, StringComparison.Ordinal))
            .OrderByDescending(a => a.Key.Length)
            .Select(a => a.Value)
            .FirstOrDefault();
        return known?.Invoke() ?? Task.FromResult(Of(404, new { code = "not_found", detail = "Nothing here." }));
    }

    private static HttpResponseMessage Of(int status, object body) =>
        new((HttpStatusCode)status) { Content = JsonContent.Create(body, body.GetType(), options: Json.Api) };
}
