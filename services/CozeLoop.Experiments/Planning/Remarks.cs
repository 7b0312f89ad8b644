using System.Globalization;
using System.Resources;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Planning;

/// <summary>What a reader must know before a run: a code with arguments, and its English text.</summary>
internal static class Remarks
{
    private static readonly ResourceManager Texts = new("CozeLoop.Experiments.Planning.RemarkTexts", typeof(Remarks).Assembly);

    public static Notice Of(string code, params string[] arguments) =>
        new(code, string.Format(CultureInfo.InvariantCulture, Texts.GetString(code, CultureInfo.GetCultureInfo("en"))!, [.. arguments.Cast<object>()]), arguments);
}
