using System.Globalization;
using System.Text.Json.Serialization;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Storage;

/// <summary>The values that an evaluator version can give, as its settings say.</summary>
/// <param name="Low">The worst.</param>
/// <param name="High">The best.</param>
/// <param name="YesNo">Only these two, and nothing between.</param>
internal sealed record ScoreScale(double Low, double High, bool YesNo)
{
    private static readonly ScoreScale Checked = new(0, 1, YesNo: true);

    /// <summary>What one of its values is in the metric's unit: yes and no are counted in points.</summary>
    [JsonIgnore]
    public double Unit => YesNo ? 100 : 1;

    /// <summary>A judge's scale is <c>binary</c> or two whole numbers, such as <c>1-5</c>; whatever else scores says yes or no.</summary>
    /// <returns>Null for a scale that is not known here: its ends are read from the scores then.</returns>
    public static ScoreScale? Of(EvaluatorVersion version)
    {
        if (version.Kind != EvaluatorKinds.Judge || version.Config.Text("scale") is not [>= '0' and <= '9', ..] scale)
            return Checked;
        return scale.Split('-') is [var low, var high] && Number(low) is { } least && Number(high) is { } most && least < most
            ? new ScoreScale(least, most, YesNo: false)
            : null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
