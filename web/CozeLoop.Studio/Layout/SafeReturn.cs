using CozeLoop.Platform.Web;

namespace CozeLoop.Studio.Layout;

/// <summary>Where to go back to: only paths of this host, so that a link to the log-in page cannot lead elsewhere.</summary>
internal static class SafeReturn
{
    public static string Path(string? wanted) => LocalAddress.Of(wanted);
}
