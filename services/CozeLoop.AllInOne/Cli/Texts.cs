using System.Globalization;
using System.Resources;

namespace CozeLoop.AllInOne.Cli;

/// <summary>The command line's words, in the language of the environment.</summary>
internal static class Texts
{
    private static readonly ResourceManager Resources = new("CozeLoop.AllInOne.Cli.Resources.Texts", typeof(Texts).Assembly);

    /// <exception cref="InvalidOperationException">There is no such text: a mistake in the code, which a test finds.</exception>
    public static string Of(string key, params object?[] arguments)
    {
        string text =
            Resources.GetString(key, CultureInfo.CurrentUICulture)
            ?? throw new InvalidOperationException($"The command line has no text '{key}'.");
        return arguments.Length == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, arguments);
    }
}
