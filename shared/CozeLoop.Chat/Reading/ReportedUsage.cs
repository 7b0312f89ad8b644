using System.Globalization;

namespace CozeLoop.Chat.Reading;

/// <summary>Counts as a source names them, before any subtraction.</summary>
/// <param name="Name">Where they were found, for the derivation in words.</param>
/// <param name="Exclusive">Kinds do not overlap: cached tokens are not within the input, nor reasoning within the output.</param>
/// <param name="Audio">Of the input.</param>
public readonly record struct ReportedUsage(
    string Name,
    bool Exclusive,
    long? Input,
    long? Output,
    long? CacheRead,
    long? CacheWrite,
    long? Reasoning,
    long? Audio,
    long? AudioOutput
)
{
    /// <summary>Null where nothing was counted.</summary>
    public static ReportedUsage? Of(
        string name,
        bool exclusive,
        long? input,
        long? output,
        long? cacheRead = null,
        long? cacheWrite = null,
        long? reasoning = null,
        long? audio = null,
        long? audioOutput = null
    ) =>
        (input ?? output ?? cacheRead ?? cacheWrite ?? reasoning ?? audio ?? audioOutput) is null
            ? null
            : new ReportedUsage(name, exclusive, input, output, cacheRead, cacheWrite, reasoning, audio, audioOutput);

    /// <summary>Kinds that do not overlap, with the arithmetic in words.</summary>
    public (TokenUsage Tokens, string Rule) Split()
    {
        long insideInput = (CacheRead ?? 0) + (CacheWrite ?? 0) + (Audio ?? 0),
            insideOutput = (Reasoning ?? 0) + (AudioOutput ?? 0);
        // More cached tokens than input: this source counts them apart, whatever its convention says.
        bool apart = Exclusive || Input < insideInput || Output < insideOutput;
        var tokens = new TokenUsage
        {
            Input = apart ? Input : Input - insideInput,
            Output = apart ? Output : Output - insideOutput,
            CacheRead = CacheRead,
            CacheWrite = CacheWrite,
            Reasoning = Reasoning,
            Audio = Audio is null && AudioOutput is null ? null : (Audio ?? 0) + (AudioOutput ?? 0),
        };
        string rule =
            Exclusive ? "exclusive"
            : apart ? "exclusive (taken as inclusive a kind would be negative)"
            : "inclusive";
        return (tokens, $"{rule}: {Name} {Describe()}");
    }

    private string Describe()
    {
        var parts = new List<string>();
        foreach (
            var (name, value) in new (string, long?)[]
            {
                ("input", Input),
                ("output", Output),
                ("cache_read", CacheRead),
                ("cache_write", CacheWrite),
                ("reasoning", Reasoning),
                ("audio", Audio),
                ("audio_output", AudioOutput),
            }
        )
        {
            if (value is not null)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));
        }
        return string.Join(' ', parts);
    }
}
