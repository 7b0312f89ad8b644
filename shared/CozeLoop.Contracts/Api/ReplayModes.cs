namespace CozeLoop.Contracts.Api;

/// <summary>What of the recorded conversations is replayed: <see cref="CreateReplay.Mode"/>.</summary>
public static class ReplayModes
{
    /// <summary>Each sampled call with exactly the messages it had.</summary>
    public const string Frozen = "frozen";

    /// <summary>Every turn of the sampled conversations, each on its recorded history.</summary>
    public const string TeacherForced = "teacherForced";

    public static readonly IReadOnlyList<string> All = [Frozen, TeacherForced];
}
