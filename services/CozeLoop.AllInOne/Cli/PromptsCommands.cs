using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli;

/// <summary><c>prompts list|show|commit|label|diff</c>.</summary>
internal static class PromptsCommands
{
    public static Command Create(Terminal terminal) =>
        Commands.Of("prompts", List(terminal), Show(terminal), Commit(terminal), Label(terminal), Diff(terminal));

    private static Command List(Terminal terminal) =>
        Commands
            .Of("prompts.list")
            .Runs(
                terminal,
                async (session, _, ct) =>
                {
                    var items = new List<PromptSummary>();
                    string? cursor = null;
                    do
                    {
                        var page = await session.Prompts.ListAsync(cursor, ct);
                        items.AddRange(page.Items);
                        cursor = page.NextCursor;
                    } while (cursor is not null);
                    return session.Show(
                        new Page<PromptSummary>(items, null),
                        () =>
                            session.Rows(
                                [Texts.Of("column.key"), Texts.Of("column.version"), Texts.Of("column.labels"), Texts.Of("column.changed")],
                                items.Select(p =>
                                    new[]
                                    {
                                        p.Key,
                                        p.LatestVersion?.ToString(CultureInfo.InvariantCulture) ?? "–",
                                        Labels(p.Labels),
                                        Grid.Time(p.UpdatedAt),
                                    }
                                )
                            )
                    );
                }
            );

    private static Command Show(Terminal terminal)
    {
        var key = new Argument<string>("key");
        var version = new Option<int?>("--version");
        return Commands
            .Of("prompts.show", key, version)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    string wanted = parsed.GetRequiredValue(key);
                    if (await session.Prompts.FindAsync(wanted, ct) is not { } prompt)
                        return session.Fail(Texts.Of("no-prompt", wanted));
                    int? number = parsed.GetValue(version);
                    var shown = prompt.Versions.FirstOrDefault(v => number is null || v.Version == number);
                    if (number is not null && shown is null)
                        return session.Fail(Texts.Of("no-version", wanted, number));
                    if (number is not null)
                        return session.Show(shown!, () => Print(session, shown!.Messages));
                    var names = await NamesAsync(session, prompt, ct);
                    return session.Show(
                        prompt,
                        () =>
                        {
                            session.Line($"{prompt.Key}  {Labels(prompt.Labels)}");
                            session.Rows(
                                [
                                    Texts.Of("column.version"),
                                    Texts.Of("column.changed"),
                                    Texts.Of("column.actor"),
                                    Texts.Of("column.description"),
                                ],
                                prompt.Versions.Select(v =>
                                    new[]
                                    {
                                        v.Version.ToString(CultureInfo.InvariantCulture),
                                        Grid.Time(v.CreatedAt),
                                        names.GetValueOrDefault(v.Actor, v.Actor),
                                        v.Description,
                                    }
                                )
                            );
                            if (shown is not null)
                                Print(session, shown.Messages);
                        }
                    );
                }
            );
    }

    /// <summary>Who committed the versions, by the names people know.</summary>
    private static async Task<Dictionary<string, string>> NamesAsync(Session session, Prompt prompt, CancellationToken ct)
    {
        string[] actors = [.. prompt.Versions.Select(v => v.Actor).Distinct().Take(100)];
        return actors.Length == 0 ? [] : (await session.Workspaces.FindActorsAsync(actors, ct)).Items.ToDictionary(a => a.Id, a => a.Name);
    }

    private static Command Commit(Terminal terminal)
    {
        var key = new Argument<string>("key");
        var file = new Option<FileInfo>("--file").AcceptExistingOnly();
        var create = new Option<bool>("--create");
        var description = new Option<string?>("--description");
        return Commands
            .Of("prompts.commit", key, file, create, description)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    string name = parsed.GetRequiredValue(key);
                    var messages = parsed.GetValue(file) is { } given ? await MessagesAsync(given, ct) : null;
                    if (parsed.GetValue(create) && await session.Prompts.FindAsync(name, ct) is null)
                        await session.Prompts.CreateAsync(new CreatePrompt(name, null), ct);
                    var version = await session.Prompts.CommitAsync(name, new CommitVersion(messages, parsed.GetValue(description)), ct);
                    return session.Show(version, () => session.Line($"{name}@{version.Version}"));
                }
            );
    }

    private static Command Label(Terminal terminal)
    {
        var key = new Argument<string>("key");
        var label = new Argument<string>("label");
        var version = new Argument<int>("version");
        var reason = new Option<string?>("--reason");
        return Commands
            .Of("prompts.label", key, label, version, reason)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var prompt = await session.Prompts.PutLabelAsync(
                        parsed.GetRequiredValue(key),
                        parsed.GetRequiredValue(label),
                        new PutLabel(parsed.GetValue(version)) { Reason = parsed.GetValue(reason) },
                        ct
                    );
                    return session.Show(prompt, () => session.Line($"{prompt.Key}  {Labels(prompt.Labels)}"));
                }
            );
    }

    private static Command Diff(Terminal terminal)
    {
        var key = new Argument<string>("key");
        var from = new Argument<int>("from");
        var to = new Argument<int>("to");
        return Commands
            .Of("prompts.diff", key, from, to)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var diff = await session.Prompts.DiffAsync(
                        parsed.GetRequiredValue(key),
                        parsed.GetValue(from),
                        parsed.GetValue(to),
                        ct
                    );
                    return session.Show(
                        diff,
                        () =>
                        {
                            foreach (var message in diff.Messages)
                                session.Line($"{message.Role}: {string.Concat(message.Runs.Select(Mark))}");
                        }
                    );
                }
            );
    }

    /// <summary>A file of JSON holds the messages; any other text is a system prompt.</summary>
    internal static async Task<IReadOnlyList<ChatMessage>> MessagesAsync(FileInfo file, CancellationToken ct)
    {
        string text = await InputFile.ReadAsync(file.FullName, ct);
        if (!string.Equals(file.Extension, ".json", StringComparison.OrdinalIgnoreCase))
            return [new ChatMessage(ChatRoles.System, text)];
        try
        {
            return JsonSerializer.Deserialize<List<ChatMessage>>(text, Json.Api) ?? [];
        }
        catch (JsonException e)
        {
            throw new CommandException(Texts.Of("not-messages", file.FullName, e.Message));
        }
    }

    private static string Mark(DiffRun run) =>
        run.Change switch
        {
            DiffChanges.Added => $"{{+{run.Text}+}}",
            DiffChanges.Removed => $"[-{run.Text}-]",
            _ => run.Text,
        };

    private static void Print(Session session, IReadOnlyList<ChatMessage> messages)
    {
        foreach (var message in messages)
            session.Block($"--- {message.Role}\n{message.Content}");
    }

    private static string Labels(IReadOnlyDictionary<string, int> labels) => string.Join(' ', labels.Select(l => $"{l.Key}={l.Value}"));
}
