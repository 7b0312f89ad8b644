using System.Diagnostics;
using CozeLoop.Testing.Stores;
using Dapper;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Platform.Tests.Relational;

/// <summary>A child process writes and says what it was told is durable; it is killed with SIGKILL, and everything it said must be
/// there.</summary>
public sealed class CrashTests : IAsyncDisposable
{
    // The child lives by the real clock; what it published must not lie in this one's future.
    private readonly TestStores _stores = new(new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(1)));

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(400)]
    public async Task What_was_acknowledged_before_a_kill_is_there_after_it(int killAfter)
    {
        var acknowledged = await RunChildUntilAsync(killAfter);

        await using var database = await _stores.OpenAsync(c => new NotesDatabase(c));
        var notes = (await database.AllAsync()).ToHashSet();
        Assert.Superset(acknowledged, notes);

        // The message of each note was in the same transaction: it is in the queue, or in the outbox and goes out now.
        await _stores.Broker.RegisterGroupAsync(CrashChild.Topic, CrashChild.Group);
        database.StartOutbox();
        var messages = new HashSet<string>();
        while (!messages.IsSupersetOf(notes))
        {
            var some = await _stores.Broker.ReceiveAsync(
                CrashChild.Topic,
                CrashChild.Group,
                100,
                TimeSpan.FromHours(1),
                TimeSpan.FromHours(1)
            );
            messages.UnionWith(some.Select(m => System.Text.Encoding.UTF8.GetString(m.Body.Span)));
        }
        Assert.Equal(notes.Order(), messages.Order());
        Assert.Equal("ok", await database.ReadAsync(c => c.ExecuteScalarAsync<string>("PRAGMA integrity_check")));
    }

    /// <summary>The lines that were whole when the child died: a process that is killed leaves its file to the system.</summary>
    private async Task<HashSet<string>> RunChildUntilAsync(int lines)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            Environment = { [CrashChild.Setting] = _stores.Folder.Root },
        };
        // Under `dotnet test.dll` the process is dotnet itself and needs the assembly's path.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(CrashTests).Assembly.Location);
        foreach (string argument in (string[])["--explicit", "only", "--filter-class", typeof(CrashChild).FullName!])
            start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        try
        {
            await CozeLoop.Testing.Eventually.Async(() => child.HasExited || Acknowledged().Count >= lines);
        }
        finally
        {
            child.Kill();
        }
        await child.WaitForExitAsync();
        var acknowledged = Acknowledged();
        Assert.True(acknowledged.Count >= lines, await output);
        return acknowledged;
    }

    private HashSet<string> Acknowledged()
    {
        string path = _stores.Folder.File(CrashChild.Acknowledged);
        if (!File.Exists(path))
            return [];
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. file.ReadToEnd().Split('\n').SkipLast(1)];
    }
}
