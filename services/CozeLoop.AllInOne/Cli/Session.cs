using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Consoles;

namespace CozeLoop.AllInOne.Cli;

/// <summary>One run of a command: the server it talks to and how it shows what it got.</summary>
internal sealed class Session : IDisposable
{
    public const string DefaultUrl = "http://127.0.0.1:8082";

    private static readonly JsonSerializerOptions Indented = new(Json.Api) { WriteIndented = true };
    private readonly bool _json;

    public Session(ParseResult parsed, Terminal terminal)
    {
        Terminal = terminal;
        _json = parsed.GetValue(GlobalOptions.AsJson);
        Url = (parsed.GetValue(GlobalOptions.Url) ?? terminal.Variable("COZELOOP_URL") ?? DefaultUrl).TrimEnd('/');
        if (!GlobalOptions.IsAddress(Url))
            throw new CommandException(Texts.Of("not-a-url", Url));
        string? key = (parsed.GetValue(GlobalOptions.Key) ?? terminal.Variable("COZELOOP_KEY"))?.Trim();
        // Anything else cannot stand in a header.
        if (key is not null && !key.All(c => c is > ' ' and < '\x7f'))
            throw new CommandException(Texts.Of("not-a-key"));
        Http = new HttpClient(terminal.Network ?? new SocketsHttpHandler(), disposeHandler: terminal.Network is null)
        {
            BaseAddress = new Uri(Url),
            Timeout = TimeSpan.FromMinutes(10),
        };
        if (key is { Length: > 0 })
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
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
    /// <param name="nextCursor">Of a page: where it is set there is more. The error stream says so: a pipe gets rows only.</param>
    public int Show<T>(T value, Action plain, string? nextCursor = null)
    {
        if (_json)
            Terminal.Out.WriteLine(JsonSerializer.Serialize(value, Indented));
        else
            plain();
        if (nextCursor is not null && !_json)
            Terminal.Error.WriteLine(Texts.Of("there-is-more"));
        return Exit.Done;
    }

    /// <summary>One line, also where a name in it holds more: it could pass for lines of ours.</summary>
    public void Line(string text = "") => Terminal.Out.WriteLine(Visible.Line(text));

    /// <summary>A text of its own lines: of a prompt, of a report.</summary>
    public void Block(string text) => Terminal.Out.WriteLine(text);

    /// <summary>Says on the error stream what went wrong.</summary>
    public int Fail(string text, int exit = Exit.Failed)
    {
        Terminal.Error.WriteLine("cozeloop: " + Visible.Line(text));
        return exit;
    }

    public void Dispose() => Http.Dispose();
}
