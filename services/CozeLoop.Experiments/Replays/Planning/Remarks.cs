using System.Globalization;
using System.Resources;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Replays.Planning;

/// <summary>What a reader must know before a run: a code with arguments, and its English text.</summary>
internal static class Remarks
{
    private static readonly ResourceManager Texts = new("CozeLoop.Experiments.Replays.Planning.RemarkTexts", typeof(Remarks).Assembly);

    /// <remarks>Where the first argument is not known, the text of <c>CODE unknown</c> says so, instead of one with a hole in it.</remarks>
    public static Notice Of(string code, params string[] arguments)
    {
        string text = (arguments is ["", ..] ? English($"{code} unknown") : null) ?? English(code)!;
        return new(code, string.Format(CultureInfo.InvariantCulture, text, [.. arguments.Cast<object>()]), arguments);
    }

    private static string? English(string name) => Texts.GetString(name, CultureInfo.GetCultureInfo("en"));
}
