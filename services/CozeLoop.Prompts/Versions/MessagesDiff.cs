using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Diffs;

namespace CozeLoop.Prompts.Versions;

/// <summary>
/// Word diff of two lists of messages, paired by position. Where the roles at a position differ, the old message is shown removed and the
/// new one added: words of a user and of a system message are not compared.
/// </summary>
internal static class MessagesDiff
{
    public static IReadOnlyList<MessageDiff> Between(IReadOnlyList<ChatMessage> older, IReadOnlyList<ChatMessage> newer)
    {
        var diffs = new List<MessageDiff>();
        var budget = new DiffBudget();
        for (int i = 0; i < Math.Max(older.Count, newer.Count); i++)
        {
            var (old, now) = (older.ElementAtOrDefault(i), newer.ElementAtOrDefault(i));
            if (old is not null && now is not null && old.Role == now.Role)
                diffs.Add(new MessageDiff(now.Role, WordDiff.Of(MessageText.Of(old), MessageText.Of(now), budget)));
            else
            {
                if (old is not null)
                    diffs.Add(new MessageDiff(old.Role, WordDiff.Of(MessageText.Of(old), "", budget)));
                if (now is not null)
                    diffs.Add(new MessageDiff(now.Role, WordDiff.Of("", MessageText.Of(now), budget)));
            }
        }
        return diffs;
    }
}
