namespace CozeLoop.Studio.Areas.Overview.Sample;

/// <summary>Thirty small conversations of a made-up bookshop's assistant, written for this project; some answers are wrong on
/// purpose.</summary>
public static class SampleConversations
{
    /// <summary>One JSON object a line, in the form that the import of conversations takes.</summary>
    public static Stream Open() =>
        typeof(SampleConversations).Assembly.GetManifestResourceStream("CozeLoop.Studio.SampleConversations.jsonl")!;
}
