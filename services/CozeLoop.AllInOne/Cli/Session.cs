using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Clients;

namespace CozeLoop.AllInOne.Cli;

/// <summary>One run of a command: the server it talks to and how it shows what it got.</summary>
internal sealed class Session : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new(Json.Api) { WriteIndented = true };
    private readonly bool _json;

    public Session(ParseResult parsed, Terminal terminal)
    {
        Terminal = terminal;
        _json = parsed.GetValue(GlobalOptions.AsJson);
        Url = (parsed.GetValue(GlobalOptions.Url) ?? terminal.Variable("COZELOOP_URL") ?? "http://127.0.0.1:8082").TrimEnd('/');
        string? key = parsed.GetValue(GlobalOptions.Key) ?? terminal.Variable("COZELOOP_KEY");
        Http = new HttpClient(terminal.Network ?? new SocketsHttpHandler(), disposeHandler: terminal.Network is null) { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromMinutes(10) };
        if (key is not null) Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Terminal Terminal { get; }
    public string Url { get; }
    public HttpClient Http { get; }
    /// <summary>Whether a person watches, so that progress may be drawn.</summary>
    public bool Live => Terminal.Interactive && !_json;
    public bool AsJson => _json;

    public TracingClient Tracing => new(Http);
    public PromptsClient Prompts => new(Http);
    public ModelsClient Models => new(Http);
    public EvaluatorsClient Evaluators => new(Http);
    public ReplaysClient Replays => new(Http);
    public WorkspacesClient Workspaces => new(Http);
    public QueuesClient Queues => new(Http);

    /// <summary>The value as JSON where <c>--json</c> asks for it, else as the given lines.</summary>
    public int Show<T>(T value, Action plain)
    {
        if (_json) Terminal.Out.WriteLine(JsonSerializer.Serialize(value, Indented));
        else plain();
        return Exit.Done;
    }

    public void Line(string text = "") => Terminal.Out.WriteLine(text);

    /// <summary>Says on the error stream what went wrong.</summary>
    public int Fail(string text, int exit = Exit.Failed)
    {
        Terminal.Error.WriteLine("cozeloop: " + text);
        return exit;
    }

    public void Dispose() => Http.Dispose();
}
