using CozeLoop.Chat;

namespace CozeLoop.Experiments.Runs;

/// <summary>Parameters of a candidate over those of a recording.</summary>
internal static class ParameterOverlay
{
    /// <summary><paramref name="above"/> where it says something, else <paramref name="below"/>.</summary>
    public static ChatParameters Of(ChatParameters below, ChatParameters? above) =>
        above is null
            ? below
            : new ChatParameters
            {
                Temperature = above.Temperature ?? below.Temperature,
                TopP = above.TopP ?? below.TopP,
                MaxTokens = above.MaxTokens ?? below.MaxTokens,
                Seed = above.Seed ?? below.Seed,
                Stop = above.Stop ?? below.Stop,
                FrequencyPenalty = above.FrequencyPenalty ?? below.FrequencyPenalty,
                PresencePenalty = above.PresencePenalty ?? below.PresencePenalty,
                ResponseFormat = above.ResponseFormat ?? below.ResponseFormat,
                ToolChoice = above.ToolChoice ?? below.ToolChoice,
            };

    /// <summary>Names of what <paramref name="candidate"/> sets and no recording knows.</summary>
    public static IReadOnlyList<string> Unknown(IEnumerable<ChatParameters> recorded, ChatParameters? candidate)
    {
        if (candidate is null)
            return [];
        ChatParameters[] all = [.. recorded];
        (string Name, Func<ChatParameters, object?> Read)[] fields =
        [
            ("temperature", p => p.Temperature),
            ("topP", p => p.TopP),
            ("maxTokens", p => p.MaxTokens),
            ("seed", p => p.Seed),
            ("stop", p => p.Stop),
            ("frequencyPenalty", p => p.FrequencyPenalty),
            ("presencePenalty", p => p.PresencePenalty),
        ];
        return [.. fields.Where(f => f.Read(candidate) is not null && all.Any(p => f.Read(p) is null)).Select(f => f.Name)];
    }
}
