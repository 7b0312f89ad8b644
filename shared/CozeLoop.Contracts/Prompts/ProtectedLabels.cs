namespace CozeLoop.Contracts.Prompts;

/// <summary>Labels that real users' traffic follows: nothing that rests on a simulated model may move them.</summary>
public static class ProtectedLabels
{
    private static readonly string[] All = ["production"];

    public static bool Contains(string label) => All.Contains(label.Trim(), StringComparer.OrdinalIgnoreCase);
}
