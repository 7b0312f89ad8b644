namespace CozeLoop.EndToEnd.Studio;

/// <summary>The studio's pages: a name for the picture, and where it is.</summary>
internal static class StudioPages
{
    public static readonly (string Name, string Path)[] Empty =
    [
        ("overview", "/"),
        ("traces", "/traces"),
        ("trace-unknown", "/traces/ffffffffffffffffffffffffffffffff"),
        ("sessions", "/sessions"),
        ("session-unknown", "/sessions/nobody"),
        ("prompts", "/prompts"),
        ("prompt-unknown", "/prompts/no-such"),
        ("evaluators", "/evaluators"),
        ("evaluator-unknown", "/evaluators/no-such"),
        ("models", "/models"),
        ("replays", "/replays"),
        ("replay-new", "/replays/new"),
        ("replay-unknown", "/replays/no-such"),
        ("settings", "/settings"),
        ("unknown-address", "/no/such/page"),
    ];

    public static IEnumerable<(string Name, string Path)> Of(Workspace w)
    {
        string wizard = $"model=gpt-4o&connection=test-model&change=model&evaluator={w.Evaluator}&metric={w.Evaluator}";
        yield return ("overview", "/");
        yield return ("overview-latency", "/?chart=latency");
        yield return ("traces", "/traces");
        yield return ("traces-filtered", "/traces?q=status%3Aerror");
        yield return ("trace", $"/traces/{w.LiveTrace}");
        yield return ("trace-tree", $"/traces/{w.LiveTrace}?tab=Tree");
        if (w.ImportedTrace.Length > 0)
            yield return ("trace-imported", $"/traces/{w.ImportedTrace}");
        yield return ("sessions", "/sessions");
        yield return ("session", $"/sessions/{w.Session}");
        yield return ("prompts", "/prompts");
        yield return ("prompt", $"/prompts/{w.Prompt}");
        yield return ("prompt-version", $"/prompts/{w.Prompt}?version=2");
        yield return ("prompt-diff", $"/prompts/{w.Prompt}?tab=diff&a=1&b=2");
        yield return ("prompt-history", $"/prompts/{w.Prompt}?tab=history");
        yield return ("evaluators", "/evaluators");
        yield return ("evaluator", $"/evaluators/{w.Evaluator}");
        yield return ("evaluator-new", "/evaluators?new=judge");
        yield return ("models", "/models");
        yield return ("replays", "/replays");
        yield return ("wizard-select", "/replays/new?range=7d");
        yield return ("wizard-change", $"/replays/new?step=2&{wizard}");
        yield return ("wizard-judge", $"/replays/new?step=3&{wizard}");
        yield return ("wizard-plan", $"/replays/new?step=4&{wizard}");
        yield return ("verdict", $"/replays/{w.Replay}");
        yield return ("verdict-wins", $"/replays/{w.Replay}?outcome=win");
        yield return ("verdict-simulated", $"/replays/{w.Simulated}");
        yield return ("settings", "/settings");
        yield return ("members", "/settings/members");
        yield return ("workspaces", "/settings/workspaces");
        yield return ("account", "/settings/account");
    }
}
