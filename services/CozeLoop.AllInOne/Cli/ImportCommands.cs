using System.CommandLine;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Overview.Sample;

namespace CozeLoop.AllInOne.Cli;

/// <summary><c>import langfuse FILE…</c>, <c>import conversations FILE</c>, <c>import sample</c>.</summary>
internal static class ImportCommands
{
    public static Command Create(Terminal terminal) => Commands.Of("import", Langfuse(terminal), Conversations(terminal), Sample(terminal));

    private static Command Langfuse(Terminal terminal)
    {
        var files = new Argument<FileInfo[]>("files") { Arity = ArgumentArity.OneOrMore }.AcceptExistingOnly();
        return Commands
            .Of("import.langfuse", files)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var results = new List<ImportResult>();
                    foreach (var file in parsed.GetRequiredValue(files))
                    {
                        await using var json = file.OpenRead();
                        results.Add(await session.Tracing.ImportLangfuseAsync(json, ct));
                    }
                    return Show(session, Sum(results));
                }
            );
    }

    private static Command Conversations(Terminal terminal)
    {
        var file = new Argument<FileInfo>("file").AcceptExistingOnly();
        var tools = new Option<FileInfo>("--tools").AcceptExistingOnly();
        var name = new Option<string?>("--name");
        return Commands
            .Of("import.conversations", file, tools, name)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    await using var lines = parsed.GetRequiredValue(file).OpenRead();
                    string? definitions = parsed.GetValue(tools) is { } given ? await InputFile.ReadAsync(given.FullName, ct) : null;
                    return Show(session, await session.Tracing.ImportConversationsAsync(lines, definitions, parsed.GetValue(name), ct: ct));
                }
            );
    }

    private static Command Sample(Terminal terminal) =>
        Commands
            .Of("import.sample")
            .Runs(
                terminal,
                async (session, _, ct) =>
                {
                    await using var lines = SampleConversations.Open();
                    return Show(
                        session,
                        await session.Tracing.ImportConversationsAsync(lines, name: "paper-lantern", sample: true, ct: ct)
                    );
                }
            );

    private static int Show(Session session, ImportResult result) =>
        session.Show(
            result,
            () =>
            {
                session.Line(Texts.Of("imported", result.Traces, result.Spans, result.Sessions, result.Scores));
                foreach (string warning in result.Warnings)
                    session.Line(Texts.Of("warning", warning));
                session.Line(Texts.Of("see", Link(session.Url, result)));
            }
        );

    /// <summary>The studio's list at what was imported; its default range would hide old recordings.</summary>
    internal static string Link(string url, ImportResult result) =>
        $"{url}/traces?from={Uri.EscapeDataString(result.From.ToIso())}&to={Uri.EscapeDataString(result.To.ToIso())}";

    private static ImportResult Sum(List<ImportResult> all) =>
        all.Count == 1
            ? all[0]
            : new ImportResult(
                all.Sum(r => r.Traces),
                all.Sum(r => r.Spans),
                all.Sum(r => r.Sessions),
                all.Sum(r => r.Scores),
                all.Min(r => r.From),
                all.Max(r => r.To),
                [.. all.SelectMany(r => r.Warnings)]
            );
}
