using System.Text.RegularExpressions;
using CozeLoop.Chat;

namespace CozeLoop.Models.Providers.Simulated;

/// <summary>
/// Answers without a network, so that the product can be tried offline. It understands nothing. Its rules, all of them:
/// the draw is a hash of model, messages, tools and response format, and (unless the temperature is 0) of the seed and the sample index, so
/// the same request gets the same answer; two to four sentences of a support agent, in Chinese where the last user line has Chinese in it;
/// a system prompt that asks for one sentence gets one short sentence, one that asks to be brief gets two at most; a JSON schema is filled
/// at random; tools are never called; tokens are counted as words. It is labelled as simulated wherever its answers show.
/// </summary>
internal sealed partial class SimulatedProvider : IModelProvider
{
    public Task<ProviderOutcome> CallAsync(ProviderRequest request, CancellationToken ct)
    {
        var draw = SimulatedDraw.For(request);
        string text = request.Parameters.ResponseFormat is { } format ? SimulatedJson.Write(format, draw) : Sentences(request, draw);
        string[] words = text.Split(' ');
        bool cut = request.Parameters.MaxTokens is { } max && words.Length > Math.Max(0, max);
        if (cut)
            text = string.Join(' ', words[..Math.Max(0, request.Parameters.MaxTokens!.Value)]);
        var usage = new TokenUsage { Input = request.Messages.Sum(m => Words(m.Content)), Output = Words(text) };
        return Task.FromResult<ProviderOutcome>(
            new ProviderOutcome.Answered(
                new ChatMessage(ChatRoles.Assistant, text) { FinishReason = cut ? FinishReason.Length : FinishReason.Stop },
                usage,
                null
            )
        );
    }

    private static string Sentences(ProviderRequest request, SimulatedDraw draw)
    {
        string system = string.Join('\n', request.Messages.Where(m => ChatRoles.IsInstruction(m.Role)).Select(m => m.Content));
        string line = request.Messages.LastOrDefault(m => m.Role == ChatRoles.User)?.Content ?? "";
        var phrases = Han().IsMatch(line) ? SimulatedPhrases.Chinese : SimulatedPhrases.English;
        if (OneSentence().IsMatch(system))
            return draw.Pick(phrases.Short);
        string opening = draw.Pick(phrases.Openings).Replace("{topic}", Topic(line, phrases), StringComparison.Ordinal);
        int more = Brief().IsMatch(system) ? 1 : 1 + draw.Next(3);
        return string.Join(phrases.Separator, [opening, .. Enumerable.Range(0, more).Select(i => draw.Pick(phrases.Steps[i]))]);
    }

    /// <summary>A few words of the user's own line, so that answers to different questions read differently.</summary>
    private static string Topic(string line, SimulatedPhrases phrases)
    {
        string flat = Spaces().Replace(line, " ").Trim().TrimEnd('.', '?', '!', '。', '？', '！');
        if (flat.Length == 0)
            return phrases.NoTopic;
        return flat.Length <= 40 ? flat : flat[..40].TrimEnd() + "…";
    }

    private static int Words(string? text) => text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length ?? 0;

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [GeneratedRegex(@"\bone\b[\w ,-]{0,20}\bsentence\b|\bsingle sentence\b|一句话", RegexOptions.IgnoreCase)]
    private static partial Regex OneSentence();

    [GeneratedRegex(@"\b(brief|briefly|concise|concisely|short)\b|简短|简洁", RegexOptions.IgnoreCase)]
    private static partial Regex Brief();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
