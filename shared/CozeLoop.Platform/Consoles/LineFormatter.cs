using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CozeLoop.Platform.Consoles;

/// <summary>
/// Log entries for a person: a line each, and nothing in it that the terminal would obey, because messages name what clients sent.
/// </summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        string message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (logEntry.Exception is { } exception)
            message += " " + exception;
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"{time.GetLocalNow():HH:mm:ss} {Word(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] "
        );
        textWriter.WriteLine(head + Visible.Line(message));
    }

    private static string Word(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
}
