using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli;

/// <summary><c>traces list|show|export</c>.</summary>
internal static class TracesCommands
{
    public static Command Create(Terminal terminal) => Commands.Of("traces", List(terminal), Show(terminal), Export(terminal));

    private static Command List(Terminal terminal)
    {
        var (filter, from, to) = Range(terminal);
        var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 50 };
        return Commands
            .Of("traces.list", filter, from, to, limit)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var page = await session.Tracing.ListTracesAsync(
                        parsed.GetValue(filter),
                        parsed.GetValue(from),
                        parsed.GetValue(to),
                        parsed.GetValue(limit),
                        ct: ct
                    );
                    return session.Show(
                        page,
                        () =>
                            session.Rows(
                                [
                                    Texts.Of("column.trace"),
                                    Texts.Of("column.time"),
                                    Texts.Of("column.name"),
                                    Texts.Of("column.spans"),
                                    Texts.Of("column.errors"),
                                    Texts.Of("column.cost"),
                                    Texts.Of("column.input"),
                                ],
                                page.Items.Select(t =>
                                    new[]
                                    {
                                        t.TraceId,
                                        Grid.Time(t.StartTime),
                                        t.Name,
                                        Whole(t.SpanCount),
                                        Whole(t.ErrorCount),
                                        Grid.Money(t.CostUsd),
                                        Grid.Cut(t.Input, 60),
                                    }
                                )
                            ),
                        page.NextCursor
                    );
                }
            );
    }

    private static Command Show(Terminal terminal)
    {
        var id = new Argument<string>("trace-id");
        return Commands
            .Of("traces.show", id)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    string wanted = parsed.GetRequiredValue(id);
                    if (await session.Tracing.FindTraceAsync(wanted, ct) is not { } trace)
                        return session.Fail(Texts.Of("no-trace", wanted));
                    return session.Show(trace, () => Print(session, trace));
                }
            );
    }

    /// <summary>Every trace of the range, whole, one JSON object per line: to standard output or into a file.</summary>
    private static Command Export(Terminal terminal)
    {
        var (filter, from, to) = Range(terminal);
        var output = new Option<FileInfo?>("--output");
        return Commands
            .Of("traces.export", filter, from, to, output)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    await using var file = parsed.GetValue(output)?.CreateText();
                    TextWriter lines = file ?? session.Terminal.Out;
                    int count = 0;
                    string? cursor = null;
                    do
                    {
                        var page = await session.Tracing.ListTracesAsync(
                            parsed.GetValue(filter),
                            parsed.GetValue(from),
                            parsed.GetValue(to),
                            500,
                            cursor,
                            ct
                        );
                        foreach (var summary in page.Items)
                        {
                            // A trace may be deleted between the list and the read.
                            if (await session.Tracing.FindTraceAsync(summary.TraceId, ct) is not { } trace)
                                continue;
                            await lines.WriteLineAsync(JsonSerializer.Serialize(trace, Json.Compact).AsMemory(), ct);
                            count++;
                        }
                        cursor = page.NextCursor;
                    } while (cursor is not null);
                    if (file is not null)
                        session.Line(Texts.Of("exported", count));
                    return Exit.Done;
                }
            );
    }

    private static (Option<string?> Filter, Option<DateTimeOffset?> From, Option<DateTimeOffset?> To) Range(Terminal terminal) =>
        (new Option<string?>("--filter"), TimeText.Option("--from", terminal.Time), TimeText.Option("--to", terminal.Time));

    private static void Print(Session session, TraceDetail trace)
    {
        var depths = new Dictionary<string, int>();
        foreach (var span in trace.Spans)
        {
            int depth = span.ParentSpanId is { } parent && depths.TryGetValue(parent, out int above) ? above + 1 : 0;
            depths[span.SpanId] = depth;
            string indent = new(' ', depth * 2);
            string duration = span.DurationMs is { } ms ? Grid.Number(ms) + " ms" : "–";
            string version = span.Version is { } known ? " " + known : "",
                level = span.Level == SpanLevels.Default ? "" : span.Level + " ";
            string line =
                $"{indent}{span.Kind} {span.Name}{version}  {Grid.Time(span.StartTime)}  {duration}  {span.Model}  {span.Status} {level}";
            session.Line((line + span.StatusMessage).TrimEnd());
            if (span.Input is { } input)
                session.Line($"{indent}  > {Grid.Cut(input.ReplaceLineEndings(" "), 160)}");
            if (span.Output is { } output)
                session.Line($"{indent}  < {Grid.Cut(output.ReplaceLineEndings(" "), 160)}");
        }
        foreach (var score in trace.Scores)
            session.Line($"{score.Name} = {(score.Category ?? Grid.Number(score.Value))}");
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
