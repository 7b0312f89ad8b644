using System.Globalization;
using System.Resources;
using System.Text;

namespace CozeLoop.Workspaces.FirstStart;

/// <summary>
/// What the terminal shows when the product is ready: after the first start the key, then the address and the login link.
/// </summary>
internal static class StartMessage
{
    private static readonly ResourceManager Texts = new("CozeLoop.Workspaces.Resources.StartMessage", typeof(StartMessage).Assembly);

    /// <summary>The key in the SDKs' own variables.</summary>
    /// <param name="otlpPort">0 where OTLP goes to the address itself.</param>
    public static string Key(string address, string secretKey, int otlpPort)
    {
        string otlp = otlpPort == 0 ? address : $"http://localhost:{otlpPort}";
        return new StringBuilder()
            .AppendLine()
            .AppendLine(Text("SendTraces"))
            .AppendLine(CultureInfo.InvariantCulture, $"  OTEL_EXPORTER_OTLP_ENDPOINT={otlp}")
            .AppendLine(CultureInfo.InvariantCulture, $"  OTEL_EXPORTER_OTLP_HEADERS=\"Authorization=Bearer {secretKey}\"")
            .AppendLine(Text("Command"))
            .AppendLine(CultureInfo.InvariantCulture, $"  COZELOOP_URL={address}")
            .Append(CultureInfo.InvariantCulture, $"  COZELOOP_KEY={secretKey}")
            .ToString();
    }

    public static string WayIn(string address, string loginToken) =>
        new StringBuilder()
            .AppendLine()
            .AppendLine(Text("Ready", address))
            .AppendLine(Text("LogIn", $"{address}/login/link?token={loginToken}"))
            .ToString();

    private static string Text(string name, params object[] arguments) =>
        string.Format(CultureInfo.CurrentCulture, Texts.GetString(name, CultureInfo.CurrentUICulture)!, arguments);
}
