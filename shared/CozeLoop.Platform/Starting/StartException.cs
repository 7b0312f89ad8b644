namespace CozeLoop.Platform.Starting;

/// <summary>
/// A start that cannot go on, in words for whoever started it. Each fault is one line that names the cause, the file or the setting, and
/// the way out; no stack trace belongs to it.
/// </summary>
public sealed class StartException : InvalidOperationException
{
    public StartException(string fault, Exception? inner = null)
        : base(fault, inner) => Faults = [fault];

    public StartException(IReadOnlyList<string> faults)
        : base(string.Join(Environment.NewLine, faults)) => Faults = faults;

    public IReadOnlyList<string> Faults { get; }
}
