using CozeLoop.Contracts.Prompts;

namespace CozeLoop.Studio.Controls;

/// <summary>A template as written, cut where its variables are; put together again it is the same text.</summary>
internal static class TemplateText
{
    public readonly record struct Piece(string Text, bool IsVariable);

    public static IReadOnlyList<Piece> Cut(string text)
    {
        var pieces = new List<Piece>();
        int done = 0;
        foreach (var hole in PromptTemplate.Holes(text))
        {
            if (hole.Start.Value > done)
                pieces.Add(new Piece(text[done..hole.Start.Value], false));
            pieces.Add(new Piece(text[hole], true));
            done = hole.End.Value;
        }
        if (done < text.Length)
            pieces.Add(new Piece(text[done..], false));
        return pieces;
    }
}
