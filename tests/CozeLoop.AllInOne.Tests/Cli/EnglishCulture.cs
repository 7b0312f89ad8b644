using System.Globalization;
using System.Runtime.CompilerServices;

namespace CozeLoop.AllInOne.Tests.Cli;

internal static class EnglishCulture
{
    /// <summary>The tests read the English texts, whatever the machine's language.</summary>
    [ModuleInitializer]
    internal static void Set() => CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
}
