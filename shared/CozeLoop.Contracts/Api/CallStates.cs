namespace CozeLoop.Contracts.Api;

/// <summary>A call's way: pending → woken → sent → answered → done; or failed, missing, skipped at the end of it.</summary>
public static class CallStates
{
    /// <summary>Not asked for yet.</summary>
    public const string Pending = "pending";

    /// <summary>Its message is published.</summary>
    public const string Woken = "woken";

    /// <summary>The intent is on disk: whether it was bought is unknown until the answer is.</summary>
    public const string Sent = "sent";

    /// <summary>Answered, its scores outstanding.</summary>
    public const string Answered = "answered";

    /// <summary>Answered and scored.</summary>
    public const string Done = "done";

    /// <summary>The model refused or answered nothing: the worst score.</summary>
    public const string Failed = "failed";

    /// <summary>No whole answer: cut off, a provider's fault, or a prompt that is too long.</summary>
    public const string Missing = "missing";

    /// <summary>Not made: the run was cancelled or failed, or is past its budget.</summary>
    public const string Skipped = "skipped";

    public static readonly IReadOnlyList<string> InFlight = [Woken, Sent];

    /// <summary>Not at their end.</summary>
    public static readonly IReadOnlyList<string> Open = [Pending, Woken, Sent, Answered];
}
