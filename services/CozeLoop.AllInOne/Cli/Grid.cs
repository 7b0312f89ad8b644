using System.Globalization;
using CozeLoop.Contracts;
using CozeLoop.Platform.Consoles;
using Spectre.Console;

namespace CozeLoop.AllInOne.Cli;

/// <summary>Rows of text: a table that fits the screen for a person, tab-separated lines in a pipe.</summary>
internal static class Grid
{
    private const int NarrowestColumn = 10;

    public static void Rows(this Session session, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string?>> rows)
    {
        if (!session.Live)
        {
            session.Block(string.Join('\t', headers));
            foreach (var row in rows)
                session.Block(string.Join('\t', row.Select(Flat)));
            return;
        }
        var console = session.Console();
        if (console.Profile.Width < headers.Count * NarrowestColumn)
            Cards(session, headers, rows);
        else
            console.Write(TableOf(headers, rows));
    }

    private static Table TableOf(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string header in headers)
            table.AddColumn(new TableColumn(Drawn(header)));
        foreach (var row in rows)
            table.AddRow([.. row.Select(Drawn)]);
        return table;
    }

    /// <summary>Where the screen is too narrow for the columns: a line for each cell, a blank one between rows.</summary>
    private static void Cards(Session session, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string?>> rows)
    {
        foreach (var row in rows)
        {
            foreach (var (header, cell) in headers.Zip(row))
                session.Line($"{header}: {cell}");
            session.Line();
        }
    }

    public static IAnsiConsole Console(this Session session) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(session.Terminal.Drawing) });

    /// <summary>At most three decimals, no exponent; a dash for what is unknown.</summary>
    public static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "–";

    public static string Money(decimal? usd) => usd is { } value ? "$" + value.ToString("0.######", CultureInfo.InvariantCulture) : "–";

    public static string Time(DateTimeOffset? time) => time?.ToIsoMs() ?? "–";

    public static string Cut(string? text, int length) =>
        text is null ? ""
        : text.Length <= length ? text
        : text[..Whole(text, length - 1)] + "…";

    // Not between the halves of a character.
    private static int Whole(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    /// <summary>A text of others where something is drawn: no command to the terminal, and brackets are brackets.</summary>
    public static string Drawn(string? text) => Markup.Escape(Flat(text));

    private static string Flat(string? cell) => Visible.Line(cell ?? "");
}
