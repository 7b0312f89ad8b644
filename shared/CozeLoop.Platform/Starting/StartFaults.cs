using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Disk;
using CozeLoop.Platform.Messaging;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace CozeLoop.Platform.Starting;

/// <summary>What an exception that ended a start says to a person, a line for each thing that is wrong.</summary>
internal static class StartFaults
{
    public static IReadOnlyList<string> Lines(Exception e) =>
        e switch
        {
            StartException start => start.Faults,
            OptionsValidationException options => [.. options.Failures],
            AggregateException many => [.. many.Flatten().InnerExceptions.SelectMany(Lines).Distinct()],
            OperationCanceledException => ["The start was ended before it was complete."],
            // Between the look at the ports and their binding someone else was faster.
            IOException { InnerException: AddressInUseException } io =>
            [
                OneLine(io.Message) + " End what has the port, or choose another one.",
            ],
            IOException or UnauthorizedAccessException when DiskErrors.ReasonOf(e) is { } why => [$"{OneLine(e.Message)} ({why})."],
            // Wrong settings, and stores that wait in vain: their messages are written for people.
            InvalidOperationException or StoreUnavailableException => [OneLine(e.Message)],
            SqliteException or ClickHouseException or IOException or UnauthorizedAccessException => [OneLine(e.Message)],
            _ => [$"A fault of the program ({e.GetType().Name}: {OneLine(e.Message)}). Logging__LogLevel__Default=Debug says where."],
        };

    public static string OneLine(string text)
    {
        const int Longest = 600;
        string line = string.Join(
            ' ',
            text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
