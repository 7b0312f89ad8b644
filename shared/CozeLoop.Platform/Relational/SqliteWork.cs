namespace CozeLoop.Platform.Relational;

/// <summary>One piece of work within a group commit: runs in a savepoint, and learns its outcome only after the commit.</summary>
internal abstract class SqliteWork(long weight, CancellationToken ct)
{
    public long Weight => weight;

    protected Exception? Error { get; private set; }
    protected CancellationToken Token => ct;
    protected bool Cancelled { get; private set; }

    /// <summary>Errors of the work are kept for its caller; only one that cost the whole transaction comes out.</summary>
    public void Run(SqliteSession session)
    {
        Cancelled = ct.IsCancellationRequested;
        if (Cancelled)
            return;
        session.Execute("SAVEPOINT work");
        try
        {
            Invoke(session);
        }
        catch (Exception e) when (session.InTransaction)
        {
            Error = e;
            session.Execute("ROLLBACK TO work");
        }
        session.Execute("RELEASE work");
    }

    public abstract void Complete();
    public abstract void Fail(Exception e);
    protected abstract void Invoke(SqliteSession session);
}

internal sealed class SqliteWork<T>(Func<SqliteSession, T> work, long weight, CancellationToken ct) : SqliteWork(weight, ct)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Complete()
    {
        if (Cancelled)
            _done.SetCanceled(Token);
        else if (Error is not null)
            _done.SetException(Error);
        else
            _done.SetResult(_result!);
    }

    public override void Fail(Exception e) => _done.SetException(Error ?? e);

    protected override void Invoke(SqliteSession session) => _result = work(session);
}
