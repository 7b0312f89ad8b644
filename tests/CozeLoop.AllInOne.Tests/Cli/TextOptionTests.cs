using System.Text;
using System.Text.Json;
using CozeLoop.AllInOne.Cli;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli;

/// <summary>Options that take a text or the name of a file that holds it.</summary>
public sealed class TextOptionTests : IDisposable
{
    private const string Text = "Grüße, 你好\n--and --no --options";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<bool, bool> Spellings { get; } =
        new()
        {
            { false, false },
            { false, true },
            { true, false },
            { true, true },
        };

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task An_answer_and_its_reference_come_from_files_in_both_spellings(bool hasEquals, bool hasMark)
    {
        string file = await FileAsync(Text, hasMark);
        var sent = await RunAsync([.. Option("--answer", "@" + file, hasEquals), .. Option("--reference", "@" + file, hasEquals)]);
        Assert.Equal((Text, Text), (sent.Answer.Content, sent.Reference!.Content));
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Settings_come_from_a_file_in_both_spellings(bool hasEquals, bool hasMark)
    {
        string file = await FileAsync("""{"text":"好"}""", hasMark);
        var network = new Canned(
            (what, _) =>
                what.StartsWith("GET", StringComparison.Ordinal)
                    ? new Evaluator("x", "x", [])
                    : new EvaluatorVersion(1, "contains", JsonSerializer.SerializeToElement(1), "", "", default)
        );
        string[] command = ["evaluators", "create", "x", "--kind", "contains", .. Option("--config", "@" + file, hasEquals)];
        Assert.Equal(0, await CommandLine.RunAsync(command, Canned.Terminal(network)));
        var body = JsonSerializer.Deserialize<CreateEvaluatorVersion>(network.Seen[^1].Body, Json.Api)!;
        Assert.Equal("好", body.Config!.Value.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_at_signs_begin_a_text_with_one(bool hasEquals)
    {
        var sent = await RunAsync([.. Option("--answer", "@@support, help!", hasEquals), .. Option("--reference", "@@", hasEquals)]);
        Assert.Equal(("@support, help!", "@"), (sent.Answer.Content, sent.Reference!.Content));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_not_there_is_named_in_one_line(bool hasEquals)
    {
        string missing = _folder.Data.File("missing.txt");
        var terminal = Canned.Terminal(new Canned((_, _) => throw new InvalidOperationException("called")));
        Assert.Equal(64, await CommandLine.RunAsync(["evaluators", "run", "x", .. Option("--answer", "@" + missing, hasEquals)], terminal));
        string line = Assert.Single(terminal.Error.ToString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"cozeloop: '{missing}' cannot be read", line, StringComparison.Ordinal);
    }

    private static async Task<RunEvaluator> RunAsync(string[] options)
    {
        var network = new Canned((_, _) => new EvaluationResult("x", 1, "contains", 1, "pass", null, null));
        Assert.Equal(0, await CommandLine.RunAsync(["evaluators", "run", "x", .. options], Canned.Terminal(network)));
        return JsonSerializer.Deserialize<RunEvaluator>(network.Seen[0].Body, Json.Api)!;
    }

    private static string[] Option(string name, string value, bool hasEquals) => hasEquals ? [$"{name}={value}"] : [name, value];

    private async Task<string> FileAsync(string text, bool hasMark)
    {
        string file = _folder.Data.File("text.txt");
        await File.WriteAllTextAsync(file, text, new UTF8Encoding(hasMark), TestContext.Current.CancellationToken);
        return file;
    }
}
