using CozeLoop.Chat;
using CozeLoop.Chat.Reading;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Experiments.Replays.Recovery;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Replays.Planning;

/// <summary>Freezes recorded calls into items: the old arm's messages as they were, and the candidate's prompt rendered with the recovered
/// variables.</summary>
internal sealed class ItemFreezer(PromptChoice prompt, string clusterBy, ChatParameters? candidateParameters)
{
    private readonly PromptRecovery _recovery = new(prompt.Versions);

    public Dictionary<string, int> Exclusions { get; } = [];

    /// <summary>Versions of the prompt that the frozen items came from.</summary>
    public HashSet<int?> Versions { get; } = [];

    public PlannedItem? Freeze(SpanDetail span)
    {
        if (MissingOf(span) is { } missing)
            return Exclude(missing);
        if (span.Messages.Count == 0)
            return Exclude(span.Kind == SpanKinds.Model ? ExclusionReasons.NoMessages : ExclusionReasons.NoModelCall);
        if (span.ReplayOf is not null)
            return Exclude(ExclusionReasons.ReplayedCall);
        if (!span.Messages.All(Recorded.IsWhole))
            return Exclude(ExclusionReasons.ContentNotRecorded);
        if (!span.Messages.All(Recorded.IsSendable))
            return Exclude(ExclusionReasons.ContentUnreadable);
        var link = span.Prompt is { } named && named.Key == prompt.Key ? named : null;
        var recovered = _recovery.Recover(span.Messages, link);
        if (Head(span, ref recovered, out int replaced, out string? cause) is not { } head)
        {
            if (cause is not null)
                return Exclude(cause);
            head = null;
        }
        Versions.Add(recovered.Version);
        return new PlannedItem(
            new SpanRef(span.TraceId, span.SpanId),
            ClusterKeys.Of(span, clusterBy)!,
            span.Messages.Count(m => m.Role == ChatRoles.Assistant) + 1,
            Title(span),
            recovered.Grade,
            span.SessionId,
            span.Messages,
            replaced,
            head,
            span.OutputMessages.LastOrDefault(m => m.Role == ChatRoles.Assistant),
            span.Tools,
            // What the recording does not say is the same for both arms: only the declared change may differ.
            ParameterOverlay.Of(candidateParameters ?? new ChatParameters(), AnyParameters.Read(span.Parameters))
        );
    }

    /// <summary>The first cause for which the request is not known as it was sent. The recorded answer is not sent, nor are events that no
    /// message came from.</summary>
    private static string? MissingOf(SpanDetail span) =>
        span
            .Incomplete.Select(field =>
                (Field: field, Cause: span.IncompleteCauses.GetValueOrDefault(field, ExclusionReasons.ContentExpired))
            )
            .Where(gap => gap.Field is not ("output" or "events") || gap.Cause == ExclusionReasons.ContentExpired)
            .Select(gap => gap.Cause)
            .FirstOrDefault();

    /// <returns>The candidate's rendered prompt; null without a cause where only the model changes.</returns>
    private IReadOnlyList<ChatMessage>? Head(SpanDetail span, ref Recovered recovered, out int replaced, out string? cause)
    {
        (replaced, cause) = (0, null);
        if (prompt.Candidate is not { } template)
            return null;
        bool systemOnly = PromptRecovery.LeadingSystemMessages(template) == template.Count;
        int leading = PromptRecovery.LeadingSystemMessages(span.Messages);
        var heads = recovered.Parses.Select(v => MessageTemplates.Render(template, v)).ToArray();
        bool agree = heads.Length > 0 && heads.Select(h => Columns.ToJson(h.Messages)).Distinct().Count() == 1;
        if (heads.Length > 0 && !agree)
            recovered = Recovered.MessagesOnly(leading) with { Version = recovered.Version };
        if (agree && heads[0].TooLong)
            cause = ExclusionReasons.TooLong;
        else if (agree && heads[0].UnknownVariables.Count > 0)
            cause = ExclusionReasons.VariablesUnknown;
        else if (agree)
        {
            // A candidate without the user's message must not drop it.
            replaced = systemOnly ? Math.Min(leading, recovered.PromptMessages) : recovered.PromptMessages;
            return heads[0].Messages;
        }
        else if (MessageTemplates.Variables(template).Count > 0)
            cause = ExclusionReasons.VariablesUnknown;
        else if (!systemOnly)
            cause = ExclusionReasons.PromptHasNoPlace;
        if (cause is not null)
            return null;
        replaced = leading;
        return MessageTemplates.Render(template, new Dictionary<string, string>()).Messages;
    }

    private PlannedItem? Exclude(string cause)
    {
        Exclusions[cause] = Exclusions.GetValueOrDefault(cause) + 1;
        return null;
    }

    private static string Title(SpanDetail span)
    {
        string text = (span.Messages.LastOrDefault(m => m.Role == ChatRoles.User)?.Content ?? span.Name).ReplaceLineEndings(" ").Trim();
        return text.Length <= 100 ? text : text[..(char.IsHighSurrogate(text[98]) ? 98 : 99)] + "…";
    }
}
