using System.Globalization;
using System.Resources;
using System.Text;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Workspaces.FirstStart;

/// <summary>What the terminal shows when the product is ready: the address, the login link, and after the first start the key in the SDKs' own variables.</summary>
internal static class StartMessage
{
    private static readonly ResourceManager Texts = new("CozeLoop.Workspaces.Resources.StartMessage", typeof(StartMessage).Assembly);

    public static string Compose(string address, string loginToken, CreatedApiKey? key, int otlpPort)
    {
        var text = new StringBuilder().AppendLine();
        text.AppendLine(Text("Ready", address)).AppendLine(Text("LogIn", $"{address}/login/link?token={loginToken}"));
        if (key is null) return text.ToString();
        string otlp = otlpPort == 0 ? address : $"http://localhost:{otlpPort}";
        text.AppendLine().AppendLine(Text("SendTraces"))
            .AppendLine(CultureInfo.InvariantCulture, $"  OTEL_EXPORTER_OTLP_ENDPOINT={otlp}")
            .AppendLine(CultureInfo.InvariantCulture, $"  OTEL_EXPORTER_OTLP_HEADERS=\"Authorization=Bearer {key.SecretKey}\"")
            .AppendLine(Text("Command"))
            .AppendLine(CultureInfo.InvariantCulture, $"  COZELOOP_URL={address}")
            .AppendLine(CultureInfo.InvariantCulture, $"  COZELOOP_KEY={key.SecretKey}");
        return text.ToString();
    }

    private static string Text(string name, params object[] arguments) => string.Format(CultureInfo.CurrentCulture, Texts.GetString(name, CultureInfo.CurrentUICulture)!, arguments);
}
