using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Evaluation.Kinds;

namespace CozeLoop.Evaluation.Judging;

/// <summary>
/// A model that judges. The messages are templates with <c>{{history}}</c>, <c>{{answer}}</c> and <c>{{reference}}</c>; the form of the
/// verdict is added by the platform. The connection and model are part of the version, so that every arm meets the same judge.
/// </summary>
internal sealed record Judge : EvaluatorConfig
{
    public const string Binary = "binary",
        OneToFive = "1-5";

    private static readonly string[] Known = ["history", "answer", "reference"];
    private static readonly string[] Roles = [ChatRoles.System, ChatRoles.Developer, ChatRoles.User, ChatRoles.Assistant];

    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];
    public string Connection { get; init; } = "";
    public string Model { get; init; } = "";
    public string Scale { get; init; } = Binary;
    public double? Temperature { get; init; } = 0;
    public int? MaxTokens { get; init; }

    /// <summary>Sends the verdict's JSON schema as <c>response_format</c>, for servers that enforce it.</summary>
    public bool Structured { get; init; }

    public bool IsBinary => Scale == Binary;

    /// <summary>
    /// What is slow or down is a model behind a connection, and a connection is a workspace's: evaluators that share them share its
    /// seats and its faults, and nobody else does.
    /// </summary>
    public string Lane(long workspace) =>
        Ids.TraceId(EvaluatorKinds.Judge, workspace.ToString(System.Globalization.CultureInfo.InvariantCulture), Connection, Model);

    public override string? Fault()
    {
        if (Messages.Count == 0)
            return "Give 'messages' with the judge's instructions.";
        if (Messages.FirstOrDefault(m => !Roles.Contains(m.Role) || string.IsNullOrWhiteSpace(m.Content)) is { } bad)
            return $"A judge's message has a role of {string.Join(", ", Roles)} and a text; not '{bad.Role}'.";
        if (Scale is not (Binary or OneToFive))
            return $"The scale is '{Binary}' or '{OneToFive}'.";
        if (MaxTokens < 1)
            return "'maxTokens' is 1 or more.";
        if (Connection.Length == 0 || Model.Length == 0)
            return "Name the judge's 'connection' and 'model'.";
        var variables = MessageTemplates.Variables(Messages);
        if (variables.FirstOrDefault(v => !Known.Contains(v)) is { } unknown)
            return $"There is no variable '{unknown}'; a judge has {string.Join(", ", Known)}.";
        return variables.Contains("answer") ? null : "The messages must show the judge {{answer}}.";
    }

    public bool NeedsReference => MessageTemplates.Variables(Messages).Contains("reference");
}
