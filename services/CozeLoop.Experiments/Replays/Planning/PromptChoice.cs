using System.Text.RegularExpressions;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Experiments.Replays.Recovery;

namespace CozeLoop.Experiments.Replays.Planning;

/// <summary>The prompt behind both arms.</summary>
/// <param name="Key">Null where only the model changes and no prompt is involved.</param>
/// <param name="Versions">Versions the recorded messages may come from; the recorded prompt itself where it is not committed yet.</param>
internal sealed partial record PromptChoice(string? Key, IReadOnlyList<PromptVersion> Versions)
{
    /// <summary>The candidate's template; null where only the model changes.</summary>
    public IReadOnlyList<ChatMessage>? Candidate { get; init; }
    public int? CandidateVersion { get; init; }
    public IReadOnlyList<ChatMessage>? CommitBaseline { get; init; }
    public IReadOnlyList<ChatMessage>? CommitCandidate { get; init; }

    /// <summary>Distinct system texts of the calls, where no version is there to explain them.</summary>
    public int RecordedPrompts { get; init; }

    public static async Task<(PromptChoice? Choice, PlanOutcome.Refused? Refused)> OfAsync(
        CreateReplay request,
        IReadOnlyList<SpanDetail> spans,
        PromptsClient prompts,
        CancellationToken ct
    )
    {
        var arm = request.Arms[0];
        string? key = arm.PromptKey ?? LinkedKey(spans) ?? (arm.SystemPrompt is null ? null : KeyFrom(request.Name));
        var prompt = key is null ? null : await prompts.FindAsync(key, ct);
        if (prompt is null && arm.SystemPrompt is null && arm.PromptKey is not null)
            return (null, new("prompt_not_found", $"There is no prompt '{key}'."));
        var (candidate, refused) = CandidateOf(arm, prompt);
        if (refused is not null)
            return (null, refused);
        var choice = new PromptChoice(prompt is null && arm.SystemPrompt is null ? null : key, prompt?.Versions ?? [])
        {
            Candidate = candidate?.Messages,
            CandidateVersion = candidate is { Version: > 0 } ? candidate.Version : null,
            CommitCandidate = candidate is { Version: 0 } ? candidate.Messages : null,
        };
        return (choice.Versions.Count > 0 || choice.Key is null ? choice : choice.WithRecordedPrompt(spans), null);
    }

    /// <summary>One system text under all calls becomes version 1, escaped so that braces in it stay text.</summary>
    private PromptChoice WithRecordedPrompt(IReadOnlyList<SpanDetail> spans)
    {
        string[] texts = [.. spans.Select(s => SystemText(s.Messages)).Distinct().Take(100)];
        if (texts is not [{ Length: > 0 } text])
            return this with { RecordedPrompts = texts.Length };
        ChatMessage[] messages = [new(ChatRoles.System, PromptTemplate.Escape(text))];
        return this with { CommitBaseline = messages, Versions = [new PromptVersion(1, messages, "", "", DateTimeOffset.UnixEpoch, [])] };
    }

    private static (PromptVersion? Candidate, PlanOutcome.Refused? Refused) CandidateOf(ReplayArm arm, Prompt? prompt)
    {
        if (arm.SystemPrompt is { } text)
            return (Uncommitted([new ChatMessage(ChatRoles.System, text)]), null);
        if (arm.PromptKey is null)
            return (null, null);
        if (arm.Draft)
            return prompt!.Draft is { } draft
                ? (Uncommitted(draft.Messages), null)
                : (null, new("draft_not_found", $"The prompt '{prompt.Key}' has no draft."));
        if (prompt!.Versions.Count == 0)
            return (null, new("version_not_found", $"The prompt '{prompt.Key}' has no version."));
        int wanted = arm.Version ?? prompt.Versions.Max(v => v.Version);
        var version = prompt.Versions.FirstOrDefault(v => v.Version == wanted);
        return version is null ? (null, new("version_not_found", $"The prompt '{prompt.Key}' has no version {wanted}.")) : (version, null);
    }

    private static PromptVersion Uncommitted(IReadOnlyList<ChatMessage> messages) => new(0, messages, "", "", DateTimeOffset.UnixEpoch, []);

    private static string SystemText(IReadOnlyList<ChatMessage> messages) =>
        PromptRecovery.LeadingSystemMessages(messages) == 1 && messages[0].Parts is null ? messages[0].Content ?? "" : "";

    private static string? LinkedKey(IReadOnlyList<SpanDetail> spans) =>
        spans.Select(s => s.Prompt?.Key).Distinct().Take(2).ToArray() is [var only] ? only : null;

    private static string KeyFrom(string name)
    {
        string key = NotInKeys().Replace(name.ToLowerInvariant(), "-").Trim('-', '.', '_');
        return key.Length == 0 || !char.IsAsciiLetter(key[0]) ? $"replay-{key}".TrimEnd('-') : key[..Math.Min(key.Length, 60)];
    }

    [GeneratedRegex("[^a-z0-9._-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInKeys();
}
