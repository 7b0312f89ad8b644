namespace CozeLoop.Studio.Layout;

/// <summary>A page of the rail and the palette. Texts are resource keys; <paramref name="Key"/> is typed to get there.</summary>
internal sealed record NavItem(string Group, string Text, string Path, string Key)
{
    public static readonly NavItem[] All =
    [
        new("Observe", "Overview", "/", "g o"),
        new("Observe", "Traces", "/traces", "g t"),
        new("Observe", "Sessions", "/sessions", "g s"),
        new("Improve", "Prompts", "/prompts", "g p"),
        new("Prove", "Replays", "/replays", "g r"),
        new("Prove", "Evaluators", "/evaluators", "g e"),
        new("Operate", "Models", "/models", "g m"),
        new("Operate", "Settings", "/settings", "g ,"),
    ];

    public bool Covers(string path) => Path == "/" ? path == "/" : path == Path || path.StartsWith(Path + "/", StringComparison.Ordinal);
}
