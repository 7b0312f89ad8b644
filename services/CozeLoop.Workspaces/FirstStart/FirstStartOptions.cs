using System.Globalization;
using CozeLoop.Platform.Hosting;
using CozeLoop.Workspaces.Accounts;

namespace CozeLoop.Workspaces.FirstStart;

/// <summary>What the first start makes, where <c>COZELOOP_INIT_{EMAIL,PASSWORD,WORKSPACE_ID,PUBLIC_KEY,SECRET_KEY}</c> fix it; null is made
/// up.</summary>
/// <param name="PublicUrl">
/// <c>COZELOOP_PUBLIC_URL</c>: the address people and SDKs use, where a proxy stands before the services; without a slash at its end. Null:
/// this host's own.
/// </param>
internal sealed record FirstStartOptions(
    string Email,
    string? Password,
    long? WorkspaceId,
    string? PublicKey,
    string? SecretKey,
    string? PublicUrl = null
)
{
    /// <param name="faults">Gets a line for each wrong setting, which is then taken for absent.</param>
    public static FirstStartOptions From(IConfiguration configuration, List<string> faults) =>
        new(
            EmailOf(configuration["COZELOOP_INIT_EMAIL"], faults),
            PasswordOf(configuration["COZELOOP_INIT_PASSWORD"], faults),
            WorkspaceIdOf(configuration["COZELOOP_INIT_WORKSPACE_ID"], faults),
            KeyOf(configuration, "COZELOOP_INIT_PUBLIC_KEY", "pk-", faults),
            KeyOf(configuration, "COZELOOP_INIT_SECRET_KEY", "sk-", faults),
            UrlOf(configuration["COZELOOP_PUBLIC_URL"], faults)
        );

    /// <summary>Where people reach the product, without a slash at its end.</summary>
    public string Address(PlatformOptions host) => PublicUrl ?? $"http://localhost:{host.HttpPort.ToString(CultureInfo.InvariantCulture)}";

    private static string EmailOf(string? text, List<string> faults)
    {
        if (string.IsNullOrEmpty(text))
            return "owner@localhost";
        if (text.Contains('@', StringComparison.Ordinal))
            return text;
        faults.Add($"COZELOOP_INIT_EMAIL must be an address such as me@example.com, not \"{text}\".");
        return text;
    }

    private static string? PasswordOf(string? text, List<string> faults)
    {
        if (text is null || PasswordRule.Fault(text) is not { } fault)
            return text;
        faults.Add($"COZELOOP_INIT_PASSWORD is no password: {fault} Leave it out, and the printed link is the way in.");
        return null;
    }

    private static long? WorkspaceIdOf(string? text, List<string> faults)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) && id > 0)
            return id;
        faults.Add($"COZELOOP_INIT_WORKSPACE_ID must be a positive 64-bit number, not \"{text}\".");
        return null;
    }

    private static string? UrlOf(string? text, List<string> faults)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return text.TrimEnd('/');
        faults.Add($"COZELOOP_PUBLIC_URL must be an address such as https://loop.example.com, not \"{text}\".");
        return null;
    }

    private static string? KeyOf(IConfiguration configuration, string name, string prefix, List<string> faults)
    {
        if (configuration[name] is not { Length: > 0 } key)
            return null;
        if (key.Length >= 11 && key.StartsWith(prefix, StringComparison.Ordinal))
            return key;
        faults.Add($"{name} must begin with \"{prefix}\" and have at least 8 characters after it.");
        return null;
    }
}
