using CozeLoop.Platform.Limits;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Storage.Shares;

/// <summary>
/// Who may read from the store when. Each owner and each workspace runs a few queries at once; the others wait, and among those waiting the
/// owner who used the store least lately goes first. So no one's queries keep another's from running, however many and however heavy they
/// are.
/// </summary>
internal sealed class QueryShares(IOptions<QueryOptions> options, TimeProvider time)
{
    private const int OwnersKept = 1_000;

    private readonly QueryOptions _options = options.Value;
    private readonly Lock _lock = new();
    private readonly Dictionary<QueryOwner, OwnerUse> _owners = [];
    private readonly Dictionary<long, int> _workspaces = [];
    private readonly LinkedList<Waiter> _waiting = [];
    private int _running;

    /// <summary>Waits for the owner's turn, which ends when it is disposed.</summary>
    /// <exception cref="ShareExceededException">Too many wait already, or this one has waited as long as a query may run.</exception>
    public async Task<QueryTurn> EnterAsync(QueryOwner owner, CancellationToken ct)
    {
        var waiter = new Waiter(owner);
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            if (MayRun(owner))
                return Start(owner);
            Refuse(Use(owner));
            Use(owner).Waiting++;
            node = _waiting.AddLast(waiter);
        }
        try
        {
            return await waiter.Turn.Task.WaitAsync(TimeSpan.FromSeconds(_options.MaxSeconds), time, ct);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (!Withdraw(node))
                (await waiter.Turn.Task).Dispose(); // Its turn came in the same moment.
            if (e is OperationCanceledException)
                throw;
            throw new ShareExceededException($"This search waited {_options.MaxSeconds} s for others to end. Ask for fewer at once.");
        }
    }

    private void Refuse(OwnerUse use)
    {
        if (use.Waiting >= _options.WaitingPerCaller)
        {
            throw new ShareExceededException($"{use.Running} of your searches run and {use.Waiting} wait. Ask again when some have ended.");
        }
        if (_waiting.Count < _options.Waiting)
            return;
        throw new ShareExceededException($"{_waiting.Count} searches wait already. Ask again in a few seconds.");
    }

    private bool MayRun(QueryOwner owner) =>
        _running < _options.Running
        && Use(owner).Running < _options.RunningPerCaller
        && _workspaces.GetValueOrDefault(owner.WorkspaceId) < _options.RunningPerWorkspace;

    private QueryTurn Start(QueryOwner owner)
    {
        var use = Use(owner);
        int priority = use.Priority(time.GetUtcNow());
        use.Running++;
        _running++;
        _workspaces[owner.WorkspaceId] = _workspaces.GetValueOrDefault(owner.WorkspaceId) + 1;
        long started = time.GetTimestamp();
        return new QueryTurn(priority, () => End(owner, started));
    }

    private void End(QueryOwner owner, long started)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var use = Use(owner);
            use.Running--;
            use.Add(time.GetElapsedTime(started), now);
            _running--;
            if (--_workspaces[owner.WorkspaceId] == 0)
                _workspaces.Remove(owner.WorkspaceId);
            StartWaiting(now);
            if (_owners.Count > OwnersKept)
                Forget(now);
        }
    }

    private void StartWaiting(DateTimeOffset now)
    {
        while (Next(now) is { } next)
        {
            Remove(next);
            next.Value.Turn.SetResult(Start(next.Value.Owner));
        }
    }

    /// <summary>The one that may run whose owner had least lately; the earlier of equals.</summary>
    private LinkedListNode<Waiter>? Next(DateTimeOffset now)
    {
        LinkedListNode<Waiter>? best = null;
        double least = double.MaxValue;
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            double recent = Use(node.Value.Owner).Recent(now);
            if (recent < least && MayRun(node.Value.Owner))
                (best, least) = (node, recent);
        }
        return best;
    }

    private bool Withdraw(LinkedListNode<Waiter> node)
    {
        lock (_lock)
        {
            if (node.List is null)
                return false;
            Remove(node);
            return true;
        }
    }

    private void Remove(LinkedListNode<Waiter> node)
    {
        _waiting.Remove(node);
        Use(node.Value.Owner).Waiting--;
    }

    private OwnerUse Use(QueryOwner owner)
    {
        if (!_owners.TryGetValue(owner, out var use))
            _owners[owner] = use = new OwnerUse();
        return use;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (owner, use) in _owners)
        {
            if (use.IsIdle(now))
                _owners.Remove(owner);
        }
    }

    private sealed record Waiter(QueryOwner Owner)
    {
        public TaskCompletionSource<QueryTurn> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The right to run one query, until it is disposed.</summary>
/// <param name="Priority">See <see cref="Platform.ClickHouse.QueryLimits.Priority"/>.</param>
internal sealed record QueryTurn(int Priority, Action Ended) : IDisposable
{
    public void Dispose() => Ended();
}
