using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;

namespace CozeLoop.Experiments.Replays;

/// <summary>Starts a planned replay: both prompts are committed first, so that every call names a version that exists.</summary>
internal sealed class ReplayStart(ServiceCalls services, RunControl control)
{
    /// <returns>False where the replay is not planned any more.</returns>
    /// <exception cref="ApiException">Prompts refused a version.</exception>
    public async Task<bool> StartAsync(RunRow replay, Caller caller, CancellationToken ct)
    {
        var arms = Columns.FromJson<PlannedArms>(replay.ArmsJson);
        var (baseline, candidate) = (replay.BaselineVersion, replay.CandidateVersion);
        if (replay.PromptKey is { } key)
        {
            var prompts = new PromptsClient(services.For("prompts", caller.WorkspaceId, caller.Actor));
            var prompt = await prompts.FindAsync(key, ct) ?? await prompts.CreateAsync(new CreatePrompt(key, replay.Name), ct);
            if (arms.CommitBaseline is { } recorded)
                baseline = await VersionOfAsync(prompts, prompt, recorded, "Recorded in the replayed traffic", ct);
            if (arms.CommitCandidate is { } changed)
                candidate = await VersionOfAsync(prompts, prompt, changed, $"Candidate of the replay “{replay.Name}”", ct);
        }
        return await control.StartAsync(caller, replay, baseline, candidate, ct);
    }

    /// <summary>The version with exactly these messages: an earlier one where it exists, so that a start that is tried again commits
    /// nothing twice.</summary>
    private static async Task<int> VersionOfAsync(
        PromptsClient prompts,
        Prompt prompt,
        IReadOnlyList<ChatMessage> messages,
        string description,
        CancellationToken ct
    )
    {
        string wanted = Columns.ToJson(messages);
        var same = prompt.Versions.FirstOrDefault(v => Columns.ToJson(v.Messages) == wanted);
        return same?.Version ?? (await prompts.CommitAsync(prompt.Key, new CommitVersion(messages, description), ct)).Version;
    }
}
