using System.Text;
using CozeLoop.Tracing.Imports;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Tests.Imports;

/// <summary>Files of conversations, read as the importer reads them.</summary>
internal static class ConversationFiles
{
    public static ConversationFile With(ImportOptions? options = null) => new(Options.Create(options ?? new ImportOptions()));

    public static Func<Stream> Of(string text) => () => new MemoryStream(Encoding.UTF8.GetBytes(text));

    public static async Task<(List<Conversation> Conversations, IReadOnlyList<string> Warnings)> ReadAsync(
        string text,
        ImportOptions? options = null
    )
    {
        var tally = new ImportTally();
        var conversations = new List<Conversation>();
        await foreach (var conversation in With(options).ReadAsync(Of(text)(), 0, tally, default))
            conversations.Add(conversation);
        return (conversations, tally.Warnings);
    }
}
