using System.Globalization;
using CozeLoop.Platform.Hosting;
using CozeLoop.Workspaces.Accounts;

namespace CozeLoop.Workspaces.FirstStart;

/// <summary>What the first start makes, where <c>COZELOOP_INIT_{EMAIL,PASSWORD,WORKSPACE_ID,PUBLIC_KEY,SECRET_KEY}</c> fix it; null is made up.</summary>
/// <param name="PublicUrl"><c>COZELOOP_PUBLIC_URL</c>: the address people and SDKs use, where a proxy stands before the services; without a slash at its end. Null: this host's own.</param>
internal sealed record FirstStartOptions(string Email, string? Password, long? WorkspaceId, string? PublicKey, string? SecretKey, string? PublicUrl = null)
{
    public static FirstStartOptions From(IConfiguration configuration) => new(
        configuration["COZELOOP_INIT_EMAIL"] ?? "owner@localhost", PasswordOf(configuration["COZELOOP_INIT_PASSWORD"]),
        WorkspaceIdOf(configuration["COZELOOP_INIT_WORKSPACE_ID"]),
        KeyOf(configuration, "COZELOOP_INIT_PUBLIC_KEY", "pk-"), KeyOf(configuration, "COZELOOP_INIT_SECRET_KEY", "sk-"),
        UrlOf(configuration["COZELOOP_PUBLIC_URL"]));

    /// <summary>Where people reach the product, without a slash at its end.</summary>
    public string Address(PlatformOptions host) => PublicUrl ?? $"http://localhost:{host.HttpPort.ToString(CultureInfo.InvariantCulture)}";

    private static string? PasswordOf(string? text) => text is null || PasswordRule.Fault(text) is not { } fault
        ? text
        : throw new InvalidOperationException(
            $"COZELOOP_INIT_PASSWORD is no password: {fault} Leave it out, and the printed link is the way in.");

    private static long? WorkspaceIdOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) && id > 0
            ? id
            : throw new InvalidOperationException($"COZELOOP_INIT_WORKSPACE_ID must be a positive 64-bit number, not \"{text}\".");
    }

    private static string? UrlOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? text.TrimEnd('/')
            : throw new InvalidOperationException($"COZELOOP_PUBLIC_URL must be an address such as https://loop.example.com, not \"{text}\".");
    }

    private static string? KeyOf(IConfiguration configuration, string name, string prefix) => configuration[name] switch
    {
        null or "" => null,
        { Length: >= 11 } key when key.StartsWith(prefix, StringComparison.Ordinal) => key,
        _ => throw new InvalidOperationException($"{name} must begin with \"{prefix}\" and have at least 8 characters after it."),
    };
}
