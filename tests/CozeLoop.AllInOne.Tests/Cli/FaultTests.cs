using CozeLoop.AllInOne.Cli;
using CozeLoop.Contracts.Api;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli;

/// <summary>Whatever a user, a file, the network or a server does: one line that says it, and the right exit code.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Answers { get; } =
        new()
        {
            { "page", "not_json" },
            { "proxy", "502" },
            { "broken", "ended prematurely" },
            { "timeout", "took too long" },
            { "forbidden", "forbidden" },
        };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_server_that_does_not_answer_as_it_should_is_one_line_and_exit_1(string answer, string said)
    {
        object reply = answer switch
        {
            "page" => "<html>hello</html>",
            "proxy" => (502, "error", "\u001b[2J502 Bad\nGateway"),
            "broken" => new IOException("The response ended prematurely."),
            "timeout" => new TaskCanceledException("canceled", new TimeoutException("It took too long.")),
            _ => (403, "forbidden", "The key lacks the scope write."),
        };
        var terminal = Canned.Terminal(new Canned((_, _) => reply));
        Assert.Equal(1, await CommandLine.RunAsync(["models", "list"], terminal));
        string line = Assert.Single(Lines(terminal));
        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', line);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("missing")]
    [InlineData("binary")]
    [InlineData("not-utf8")]
    public async Task A_file_that_holds_no_text_is_one_line_and_wrong_use(string kind)
    {
        string file = _folder.Data.File(kind);
        if (kind == "folder")
            Directory.CreateDirectory(file);
        else if (kind != "missing")
            await File.WriteAllBytesAsync(
                file,
                kind == "binary" ? [(byte)'a', 0, 1] : [(byte)'"', 0xFF, (byte)'"'],
                TestContext.Current.CancellationToken
            );
        var terminal = Canned.Terminal(new Canned((_, _) => throw new InvalidOperationException("called")));
        Assert.Equal(64, await CommandLine.RunAsync(["evaluators", "create", "x", "--kind", "contains", "--config", "@" + file], terminal));
        Assert.Contains(file, Assert.Single(Lines(terminal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COZELOOP_URL", "nonsense")]
    [InlineData("COZELOOP_KEY", "sk-\nx")]
    [InlineData("COZELOOP_KEY", "sk-é")]
    public async Task An_address_or_a_key_that_cannot_be_one_is_one_line_and_wrong_use(string variable, string value)
    {
        var terminal = Canned.Terminal(new Canned((_, _) => throw new InvalidOperationException("called")), (variable, value));
        Assert.Equal(64, await CommandLine.RunAsync(["models", "list"], terminal));
        Assert.Single(Lines(terminal));
    }

    [Fact]
    public async Task A_value_that_begins_with_an_at_sign_is_a_file_where_the_command_says_so_and_else_itself()
    {
        string file = _folder.Data.File("answer");
        await File.WriteAllTextAsync(file, "--not --options", TestContext.Current.CancellationToken);
        var network = new Canned((_, _) => new EvaluationResult("x", 1, "contains", 1, "pass", null, null));
        Assert.Equal(0, await CommandLine.RunAsync(["evaluators", "run", "@x", "--answer", "@" + file], Canned.Terminal(network)));
        Assert.StartsWith("POST /api/v1/evaluators/%40x/run", network.Seen[0].Request, StringComparison.Ordinal);
        Assert.Contains("--not --options", network.Seen[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_says_so_and_exits_130()
    {
        using var ending = new CancellationTokenSource();
        var terminal = Canned.Terminal(
            new Canned(
                (_, _) =>
                {
                    ending.Cancel();
                    return new OperationCanceledException();
                }
            )
        );
        Assert.Equal(130, await CommandLine.RunAsync(["models", "list"], terminal, ending.Token));
        Assert.Equal(["cozeloop: Interrupted."], Lines(terminal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Recorded_names_reach_neither_terminal_nor_pipe_as_commands_or_markup(bool isWatched)
    {
        var trace = new TraceSummary
        {
            TraceId = "t1",
            Name = "\u001b[31mred\u202e [b]x[/]\nforged",
            Kind = "model",
            Environment = "default",
            ImportedTime = default,
        };
        var terminal = Canned.Terminal(new Canned((_, _) => new Page<TraceSummary>([trace], "more"))) with { Interactive = isWatched };
        Assert.Equal(0, await CommandLine.RunAsync(["traces", "list"], terminal));
        string shown = terminal.Out.ToString()!;
        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain('\u202e', shown);
        Assert.Contains("[b]x[/]", shown, StringComparison.Ordinal);
        if (!isWatched)
            Assert.Equal(2, shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("--limit", Assert.Single(Lines(terminal)), StringComparison.Ordinal);
    }

    private static string[] Lines(Terminal terminal) => terminal.Error.ToString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
