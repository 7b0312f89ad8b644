using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Replays.Planning;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;

namespace CozeLoop.Experiments.Replays;

/// <summary>What became of a request for a replay.</summary>
internal abstract record Creation
{
    private Creation() { }

    public sealed record Created(RunRow Replay) : Creation;

    public sealed record Refused(PlanOutcome.Refused Why) : Creation;

    public sealed record KeyConflict : Creation;
}

/// <summary>Plans a replay, writes it down and starts it if asked; once for an idempotency key.</summary>
internal sealed class ReplayCreation(
    ReplayPlanner planner,
    ReplayStart starter,
    RunStore store,
    RequestKeys keys,
    ExperimentsDatabase db,
    TimeProvider time
)
{
    public async Task<Creation> CreateAsync(CreateReplay request, bool start, string? key, Caller caller, CancellationToken ct)
    {
        string body = $"{start} {Columns.ToJson(request)}";
        if (key is not null && await keys.FindAsync(caller.WorkspaceId, key, body, ct) is { } known)
            return await KnownAsync(known, start, caller, ct);
        return await planner.PlanAsync(request, caller, ct) switch
        {
            PlanOutcome.Planned { Replay: var planned } => await WriteAsync(planned, start, key, body, caller, ct),
            var refused => new Creation.Refused((PlanOutcome.Refused)refused),
        };
    }

    private async Task<Creation> WriteAsync(PlannedRun planned, bool start, string? key, string body, Caller caller, CancellationToken ct)
    {
        string id = Ids.New(time);
        bool written = await db.WriteAsync(
            async tx =>
            {
                long now = time.UnixMs();
                if (key is not null && !await RequestKeys.TakeAsync(tx, caller.WorkspaceId, key, body, id, now))
                    return false;
                await RunInsert.WriteAsync(tx, id, caller.WorkspaceId, caller.Actor, planned, now);
                tx.Raise(new RunChanged(caller, planned.Source, id, AuditActions.ReplayPlanned, planned.Name));
                return true;
            },
            ct
        );
        if (!written)
            return await KnownAsync((await keys.FindAsync(caller.WorkspaceId, key!, body, ct))!, start, caller, ct);
        return await FoundAsync(id, start, caller, ct);
    }

    private async Task<Creation> KnownAsync(RequestKeys.Known known, bool start, Caller caller, CancellationToken ct) =>
        known.SameBody ? await FoundAsync(known.ReplayId, start, caller, ct) : new Creation.KeyConflict();

    /// <summary>A request that died between writing and starting is finished by its repetition.</summary>
    private async Task<Creation> FoundAsync(string id, bool start, Caller caller, CancellationToken ct)
    {
        var replay = (await store.FindAsync(caller.WorkspaceId, id, ct))!;
        if (start && replay.State == RunStates.Planned)
            await starter.StartAsync(replay, caller, ct);
        return new Creation.Created((await store.FindAsync(caller.WorkspaceId, id, ct))!);
    }
}
