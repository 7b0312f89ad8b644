namespace CozeLoop.Platform.Relational;

/// <summary>
/// Work on a database has the shape of asynchronous code, so that the same code runs on a server later. SQLite's calls complete
/// synchronously; a delegate that awaits anything else would carry on with the connection on another thread, so it is refused.
/// </summary>
internal static class Synchronous
{
    public static T Run<T>(Func<Task<T>> work)
    {
        var task = work();
        if (!task.IsCompleted)
            throw new InvalidOperationException(
                "Work on a database may await nothing but its connection: an HTTP call, a delay or another store belongs outside."
            );
        return task.GetAwaiter().GetResult();
    }
}
