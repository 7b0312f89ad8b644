using System.Globalization;
using CozeLoop.Chat;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Replays.Planning.Independence;

/// <summary>
/// Equal questions are one observation, whoever asks them: what differs between two answers to one request is chance, not evidence from
/// another task. Items with the same request (the old arm's content: messages, tools, parameters) or nearly the same words count together,
/// and apart from the rest of the tasks that they come from, which such an answer says nothing about.
/// </summary>
internal static class SameQuestions
{
    /// <returns>The items in their order, with their final cluster and occurrence, and how many count together with another
    /// cluster's.</returns>
    public static (PlannedItem[] Items, int Repeated) Of(IReadOnlyList<PlannedItem> items)
    {
        var groups = new Groups(items.Count);
        string[] old = [.. items.Select(OldRequest)];
        groups.JoinEqual(old);
        JoinNear(items, groups);
        var shared = items
            .Select((item, i) => (item.Cluster, Group: groups.Of(i)))
            .GroupBy(x => x.Group)
            .Where(g => g.Select(x => x.Cluster).Distinct(StringComparer.Ordinal).Skip(1).Any())
            .Select(g => g.Key)
            .ToHashSet();
        var occurrences = new Occurrences();
        PlannedItem[] counted =
        [
            .. items.Select(
                (item, i) =>
                    item with
                    {
                        Cluster = shared.Contains(groups.Of(i)) ? ClusterOf(groups.Of(i)) : item.Cluster,
                        Occurrence = occurrences.Next(old[i], NewRequest(item)),
                    }
            ),
        ];
        return (counted, items.Where((_, i) => shared.Contains(groups.Of(i))).Count());
    }

    private static void JoinNear(IReadOnlyList<PlannedItem> items, Groups groups)
    {
        string[][] words = [.. items.Select(i => Words.Of(i.Messages))];
        string[] texts = [.. words.Select((w, i) => w.Length == 0 ? $"\n{i}" : string.Join(' ', w))];
        groups.JoinEqual(texts);
        int[] distinct = [.. texts.Select((text, i) => (text, i)).DistinctBy(x => x.text).Select(x => x.i)];
        NearDuplicates.Find([.. distinct.Select(i => words[i])], (one, other) => groups.Join(distinct[one], distinct[other]));
    }

    private static string ClusterOf(int group) => "same question " + group.ToString(CultureInfo.InvariantCulture);

    private static string OldRequest(PlannedItem item) => Request(item, item.Messages);

    private static string NewRequest(PlannedItem item) =>
        Request(item, item.Head is { } head ? [.. head, .. item.Messages.Skip(item.Replaced)] : item.Messages);

    private static string Request(PlannedItem item, IReadOnlyList<ChatMessage> messages) =>
        ContentKey.Of("", "", new ChatRequest("", messages, item.Tools, item.Parameters), 0);

    /// <summary>Each occurrence draws a sample of its own: the cache would serve all of them one answer, and a single stroke of luck would
    /// look like many.</summary>
    private sealed class Occurrences
    {
        private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

        public int Next(string oldRequest, string newRequest)
        {
            int next = Math.Max(_used.GetValueOrDefault(oldRequest), _used.GetValueOrDefault(newRequest));
            _used[oldRequest] = _used[newRequest] = next + 1;
            return next;
        }
    }
}
