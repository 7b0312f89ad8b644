using System.Globalization;
using Spectre.Console;

namespace CozeLoop.AllInOne.Cli;

/// <summary>Rows of text: a table that fits the screen for a person, tab-separated lines in a pipe.</summary>
internal static class Grid
{
    public static void Rows(this Session session, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string?>> rows)
    {
        if (!session.Live)
        {
            session.Line(string.Join('\t', headers));
            foreach (var row in rows) session.Line(string.Join('\t', row.Select(Flat)));
            return;
        }
        var table = new Table().Border(TableBorder.Simple);
        foreach (string header in headers) table.AddColumn(new TableColumn(Markup.Escape(header)));
        foreach (var row in rows) table.AddRow([.. row.Select(cell => Markup.Escape(Flat(cell)))]);
        session.Console().Write(table);
    }

    public static IAnsiConsole Console(this Session session) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(session.Terminal.Out) });

    /// <summary>At most three decimals, no exponent; a dash for what is unknown.</summary>
    public static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "–";

    public static string Money(decimal? usd) => usd is { } value ? "$" + value.ToString("0.######", CultureInfo.InvariantCulture) : "–";

    public static string Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "–";

    public static string Cut(string? text, int length) => text is null ? "" : text.Length <= length ? text : text[..(length - 1)] + "…";

    private static string Flat(string? cell) => (cell ?? "").ReplaceLineEndings(" ").Replace('\t', ' ');
}
