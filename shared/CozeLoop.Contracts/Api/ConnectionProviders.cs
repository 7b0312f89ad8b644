namespace CozeLoop.Contracts.Api;

/// <summary>Whose interface a connection speaks: <see cref="ModelConnection.Provider"/>.</summary>
public static class ConnectionProviders
{
    /// <summary>OpenAI's, which most servers speak.</summary>
    public const string OpenAi = "openai";

    /// <summary>Anthropic's.</summary>
    public const string Anthropic = "anthropic";

    /// <summary>The built-in model that calls nobody.</summary>
    public const string Simulated = "simulated";

    public static readonly IReadOnlyList<string> All = [OpenAi, Anthropic, Simulated];
}
