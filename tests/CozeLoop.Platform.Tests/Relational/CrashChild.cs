using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Workers;
using CozeLoop.Testing.Stores;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.Relational;

/// <summary>The other side of <see cref="CrashTests"/>, which runs this explicit test in a process of its own and kills it.</summary>
public sealed class CrashChild
{
    internal const string Setting = "CRASH_TEST_FOLDER",
        Acknowledged = "acknowledged.txt",
        Topic = "notes",
        Group = "reader";
    private const int Writers = 8;

    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_killed()
    {
        string? folder = Environment.GetEnvironmentVariable(Setting);
        Assert.SkipWhen(folder is null, $"{Setting} is not set: CrashTests runs this, nobody else.");
        var data = new DataFolder(folder);
        await using var broker = new SqliteBroker(data, new BrokerOptions(), TimeProvider.System);
        await broker.RegisterGroupAsync(Topic, Group);
        await using var database = new NotesDatabase(
            new DatabaseContext(
                new RelationalStores(data, TimeProvider.System, NullLoggerFactory.Instance),
                TimeProvider.System,
                broker,
                new WorkerStates(),
                TestStores.Events(TimeProvider.System),
                NullLoggerFactory.Instance
            )
        );
        await database.MigrateAsync();
        database.StartOutbox();
        await using var acknowledged = TextWriter.Synchronized(new StreamWriter(data.File(Acknowledged)) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(database, writer, acknowledged))));
    }

    // Ends by being killed; the bound only keeps a forgotten child from filling the disk.
    private static async Task WriteAsync(NotesDatabase database, int writer, TextWriter acknowledged)
    {
        for (int i = 0; i < 100_000; i++)
        {
            string text = $"{writer}-{i}";
            await database.WriteAsync(async transaction =>
            {
                await transaction.Connection.ExecuteAsync(
                    "INSERT INTO notes (text) VALUES (@text)",
                    new { text },
                    transaction.DbTransaction
                );
                transaction.Publish(Topic, System.Text.Encoding.UTF8.GetBytes(text));
            });
            await acknowledged.WriteLineAsync(text);
        }
    }
}
