using CozeLoop.AllInOne.Cli;
using CozeLoop.Contracts.Api;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("fly")]
    [InlineData("models add x")]
    [InlineData("models add x --provider acme")]
    [InlineData("import conversations no-such-file.jsonl")]
    [InlineData("replay --prompt a")]
    [InlineData("replay --sample 5 --seed 1")]
    [InlineData("replay --prompt a --sample 0 --seed 1")]
    [InlineData("replay --prompt a@zero --sample 5 --seed 1")]
    [InlineData("replay --prompt a --sample 5 --seed 1 --evaluator m --gate other>=1")]
    [InlineData("traces list --from yesterday")]
    [InlineData("models list --url ftp://x")]
    [InlineData("models add x --provider openai --api-key-env NOT_SET")]
    [InlineData("evaluators create x --kind regex --config {broken")]
    public async Task Wrong_use_exits_64_says_why_and_calls_nobody(string line)
    {
        var network = new Canned((_, _) => throw new InvalidOperationException("called"));
        var terminal = Canned.Terminal(network);
        Assert.Equal(64, await CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), terminal));
        Assert.NotEqual("", terminal.Error.ToString());
        Assert.Equal("", terminal.Out.ToString());
        Assert.Empty(network.Seen);
    }

    [Fact]
    public async Task The_key_goes_along_and_a_pipe_gets_lines_separated_by_tabs()
    {
        var network = new Canned((_, _) => new Page<EvaluatorSummary>([new("short", "Short\tone", "regex", 2, default)], null));
        var terminal = Canned.Terminal(network, ("COZELOOP_KEY", "sk-1"), ("COZELOOP_URL", "http://example.test:1/"));
        Assert.Equal(0, await CommandLine.RunAsync(["evaluators", "list"], terminal));
        Assert.Equal(["GET /api/v1/evaluators|Bearer sk-1"], network.Seen.Select(s => $"{s.Request}|{s.Authorization}"));
        Assert.Equal("key\tname\tkind\tversion\nshort\tShort one\tregex\t2\n", terminal.Out.ToString()!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Dead_letters_are_listed_with_their_reasons_and_sent_back_by_topic()
    {
        var died = new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
        var letters = new Page<DeadMessage>([new("7", "scores", "writer", "m1", "it cannot be read", 16, 6, died, died)], null);
        var network = new Canned((request, _) => request.StartsWith("POST", StringComparison.Ordinal) ? new Redriven(3) : letters);
        var terminal = Canned.Terminal(network);
        Assert.Equal(0, await CommandLine.RunAsync(["queues", "dead-letters", "scores", "--limit", "5"], terminal));
        Assert.Equal(0, await CommandLine.RunAsync(["queues", "redrive", "scores"], terminal));
        Assert.Equal(
            ["GET /api/v1/queues/scores/dead-letters?limit=5", "POST /api/v1/queues/scores/dead-letters:redrive"],
            network.Seen.Select(s => s.Request)
        );
        Assert.Equal(
            "id\tgroup\ttime\tattempts\treason\n7\twriter\t2026-11-23T08:00:00.000Z\t16\tit "
                + "cannot be read\n3 messages are back in their queue.\n",
            terminal.Out.ToString()!.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task Json_is_the_answer_of_the_api()
    {
        var terminal = Canned.Terminal(
            new Canned((_, _) => new Page<EvaluatorSummary>([new("short", "Short", "regex", 2, default)], null))
        );
        Assert.Equal(0, await CommandLine.RunAsync(["evaluators", "list", "--json"], terminal));
        Assert.Equal(
            "short",
            System.Text.Json.JsonDocument.Parse(terminal.Out.ToString()!).RootElement.GetProperty("items")[0].GetProperty("key").GetString()
        );
    }

    [Fact]
    public async Task An_error_of_the_api_shows_its_code_and_detail_and_exits_1()
    {
        var terminal = Canned.Terminal(new Canned((_, _) => (403, "forbidden", "The key lacks the scope write.")));
        Assert.Equal(1, await CommandLine.RunAsync(["models", "list"], terminal));
        Assert.Equal("cozeloop: forbidden (403): The key lacks the scope write.", terminal.Error.ToString()!.Trim());
    }

    [Fact]
    public async Task A_server_that_is_away_is_named()
    {
        var terminal = Canned.Terminal(new Canned((_, _) => new HttpRequestException("Connection refused")));
        Assert.Equal(1, await CommandLine.RunAsync(["models", "list", "--url", "http://nowhere.test:5"], terminal));
        Assert.Contains("http://nowhere.test:5 (Connection refused)", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_says_what_came_in_and_links_to_its_time_range()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "{\"conversation_id\":\"c1\",\"messages\":[]}\n");
            var network = new Canned(
                (_, _) =>
                    new ImportResult(3, 7, 1, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1), ["Line 2 was left out."])
            );
            var terminal = Canned.Terminal(network);
            Assert.Equal(0, await CommandLine.RunAsync(["import", "conversations", file, "--name", "airline"], terminal));
            string[] lines = terminal.Out.ToString()!.ReplaceLineEndings("\n").Split('\n');
            Assert.Equal("Imported 3 traces, 7 spans, 1 sessions, 1 scores.", lines[0]);
            Assert.Equal("Warning: Line 2 was left out.", lines[1]);
            Assert.Equal("See http://127.0.0.1:8082/traces?from=1970-01-01T00%3A00%3A00Z&to=1970-01-01T01%3A00%3A00Z", lines[2]);
            Assert.Contains("c1", network.Seen[0].Body, StringComparison.Ordinal);
            Assert.Contains("airline", network.Seen[0].Body, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
