using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli;

/// <summary><c>evaluators list|show|create|run</c>.</summary>
internal static class EvaluatorsCommands
{
    public static Command Create(Terminal terminal) =>
        Commands.Of("evaluators", List(terminal), Show(terminal), Commit(terminal), Run(terminal));

    private static Command List(Terminal terminal) =>
        Commands
            .Of("evaluators.list")
            .Runs(
                terminal,
                async (session, _, ct) =>
                {
                    var page = await session.Evaluators.ListAsync(ct);
                    return session.Show(
                        page,
                        () =>
                            session.Rows(
                                [Texts.Of("column.key"), Texts.Of("column.name"), Texts.Of("column.kind"), Texts.Of("column.version")],
                                page.Items.Select(e => new[] { e.Key, e.Name, e.Kind, e.Version.ToString(CultureInfo.InvariantCulture) })
                            )
                    );
                }
            );

    private static Command Show(Terminal terminal)
    {
        var key = new Argument<string>("key");
        return Commands
            .Of("evaluators.show", key)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    string wanted = parsed.GetRequiredValue(key);
                    if (await session.Evaluators.FindAsync(wanted, ct) is not { } evaluator)
                        return session.Fail(Texts.Of("no-evaluator", wanted));
                    return session.Show(
                        evaluator,
                        () =>
                        {
                            session.Line($"{evaluator.Key}  {evaluator.Name}");
                            foreach (var version in evaluator.Versions)
                            {
                                session.Line($"{version.Version}  {version.Kind}  {version.Config.GetRawText()}");
                                session.Line($"   {version.Description}");
                            }
                        }
                    );
                }
            );
    }

    /// <summary>Creates the evaluator where it is new and commits the settings as its next version.</summary>
    private static Command Commit(Terminal terminal)
    {
        var key = new Argument<string>("key");
        var name = new Option<string?>("--name");
        var kind = new Option<string>("--kind").Required().OneOf([.. EvaluatorKinds.All]);
        var config = new Option<string?>("--config");
        var description = new Option<string?>("--description");
        return Commands
            .Of("evaluators.create", key, name, kind, config, description)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    string wanted = parsed.GetRequiredValue(key);
                    JsonElement? settings = null;
                    try
                    {
                        if (parsed.GetValue(config) is { } given)
                            settings = JsonDocument.Parse(await InputFile.TextAsync(given, ct)).RootElement;
                    }
                    catch (JsonException e)
                    {
                        return session.Fail(Texts.Of("not-json", "--config", e.Message), Exit.WrongUse);
                    }
                    if (await session.Evaluators.FindAsync(wanted, ct) is null)
                        await session.Evaluators.CreateAsync(new CreateEvaluator(wanted, parsed.GetValue(name)), ct);
                    var version = await session.Evaluators.CommitAsync(
                        wanted,
                        new CreateEvaluatorVersion(parsed.GetRequiredValue(kind), settings, parsed.GetValue(description)),
                        ct
                    );
                    return session.Show(version, () => session.Line($"{wanted}@{version.Version}"));
                }
            );
    }

    private static Command Run(Terminal terminal)
    {
        var key = new Argument<string>("key");
        var version = new Option<int?>("--version");
        var answer = new Option<string>("--answer").Required();
        var reference = new Option<string?>("--reference");
        var history = new Option<FileInfo>("--history").AcceptExistingOnly();
        return Commands
            .Of("evaluators.run", key, version, answer, reference, history)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var messages = parsed.GetValue(history) is { } file ? await PromptsCommands.MessagesAsync(file, ct) : [];
                    var compared = parsed.GetValue(reference) is { } given
                        ? new ChatMessage(ChatRoles.Assistant, await InputFile.TextAsync(given, ct))
                        : null;
                    var body = new RunEvaluator(
                        parsed.GetValue(version),
                        messages,
                        new ChatMessage(ChatRoles.Assistant, await InputFile.TextAsync(parsed.GetRequiredValue(answer), ct)),
                        compared
                    );
                    var result = await session.Evaluators.RunAsync(parsed.GetRequiredValue(key), body, ct);
                    session.Show(
                        result,
                        () =>
                            session.Line(
                                $"{result.Key}@{result.Version}  {result.Label ?? result.Cause}  {Grid.Number(result.Value)} "
                                    + $" {result.Reason}{(result.Simulated ? $"  ({Texts.Of("simulated")})" : "")}"
                            )
                    );
                    return result.Value is null ? Exit.Failed : Exit.Done;
                }
            );
    }
}
