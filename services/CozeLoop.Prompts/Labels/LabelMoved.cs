using System.Globalization;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Events;
using CozeLoop.Prompts.Prompts;

namespace CozeLoop.Prompts.Labels;

internal sealed record LabelMoved(Caller By, string Key, MoveRow Move) : PromptEvent(By, Key)
{
    public override AuditLine Audit =>
        Line(AuditActions.PromptLabelMoved, $"{Move.Label}: {Text(Move.FromVersion) ?? "none"} to {Text(Move.ToVersion)}");

    /// <summary>Of two moves within a millisecond the later one has the higher version anyway.</summary>
    public override PlatformEvent Message(long version) =>
        new(WorkspaceId, Move.MovedAt)
        {
            PromptLabelMoved = new(Key, Move.Label, (int?)Move.FromVersion, (int)Move.ToVersion, Move.ReplayId, Move.Reason),
        };

    private static string? Text(long? version) => version?.ToString(CultureInfo.InvariantCulture);
}
