using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Testing.FakeModel;

/// <summary>An OpenAI-compatible server on a free port: chat completions (streamed or not) and the list of models.</summary>
public sealed class FakeModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<FakeModelRequest> _requests = new();
    private readonly bool _keepsRequests;
    private int _count,
        _brokenOff;

    private FakeModelServer(WebApplication app, Func<FakeModelRequest, FakeModelAnswer> answer, bool keepsRequests)
    {
        (_app, _keepsRequests) = (app, keepsRequests);
        Answer = answer;
    }

    /// <summary>How requests are answered from now on.</summary>
    public Func<FakeModelRequest, FakeModelAnswer> Answer { get; set; }

    /// <summary>When set, every other key gets 401.</summary>
    public string? RequiredKey { get; set; }

    /// <summary>For a connection, such as <c>http://127.0.0.1:PORT/v1</c>.</summary>
    public string BaseUrl { get; private set; } = "";

    /// <summary>Everything that was asked, in order of arrival, whatever became of it.</summary>
    public IReadOnlyList<FakeModelRequest> Requests => [.. _requests];

    /// <summary>How many clients left while they were kept waiting for an answer.</summary>
    public int BrokenOff => Volatile.Read(ref _brokenOff);

    /// <summary>How often each content was asked for: an answer that is never bought twice has no count above its number of
    /// samples.</summary>
    public IReadOnlyDictionary<string, int> CallsByContent => _requests.GroupBy(r => r.ContentKey).ToDictionary(g => g.Key, g => g.Count());

    /// <param name="answer">Default: <see cref="FakeModelAnswers.Default"/>.</param>
    /// <param name="ip">This machine's address at which it answers: <see cref="IProduct.TestAddress"/> of the product that calls
    /// it.</param>
    /// <param name="keepsRequests">False where there will be too many to keep: <see cref="Requests"/> stays empty.</param>
    public static async Task<FakeModelServer> StartAsync(
        Func<FakeModelRequest, FakeModelAnswer>? answer = null,
        string ip = "127.0.0.1",
        bool keepsRequests = true
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = 64 << 20);
        builder.WebHost.UseUrls($"http://{ip}:0");
        var app = builder.Build();
        var server = new FakeModelServer(app, answer ?? FakeModelAnswers.Default, keepsRequests);
        app.MapPost("/v1/chat/completions", server.CompleteAsync);
        app.MapGet(
            "/v1/models",
            () => TypedResults.Json(new { @object = "list", data = new[] { new { id = "fake-model", @object = "model" } } })
        );
        await app.StartAsync();
        server.BaseUrl = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1";
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task CompleteAsync(HttpContext http)
    {
        string? key = http.Request.Headers.Authorization.ToString() is { Length: > 7 } bearer ? bearer[7..] : null;
        using var body = await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = 256 }, http.RequestAborted);
        if (FakeModelRequest.TryRead(Interlocked.Increment(ref _count), body.RootElement.Clone(), key) is not { } request)
        {
            await FakeModelReply.RefuseAsync(http, 400, "invalid_request_error", "A message has a role and a text.", null);
            return;
        }
        if (_keepsRequests)
            _requests.Enqueue(request);
        var answer = RequiredKey is not null && RequiredKey != key ? FakeModelAnswer.Failing(FakeModelFault.Unauthorized) : Answer(request);
        if (answer.Delay != TimeSpan.Zero)
            await DelayAsync(answer.Delay, http.RequestAborted);
        await FakeModelReply.WriteAsync(http, request, answer);
    }

    private async Task DelayAsync(TimeSpan delay, CancellationToken gone)
    {
        try
        {
            await Task.Delay(delay, TimeProvider.System, gone);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _brokenOff);
            throw;
        }
    }
}
