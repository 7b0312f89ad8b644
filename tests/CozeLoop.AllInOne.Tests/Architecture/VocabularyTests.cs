using System.Reflection;
using System.Text.RegularExpressions;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Contracts.Services;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Architecture;

/// <summary>
/// Every word that services, studio and command line share has one spelling: a constant of the contracts. A literal twin of it, in C#, in
/// SQL or in a page, is found here. Migrations are history and keep theirs.
/// </summary>
public sealed partial class VocabularyTests
{
    /// <summary>
    /// Constants that are no words of the data: headings of the API's description, names of topics, and names of services, which databases,
    /// pages and routes are called too.
    /// </summary>
    private static readonly Type[] Others = [typeof(ApiTags), typeof(Topics), typeof(ServiceNames)];

    /// <summary>Words of the chat format. <c>shared/CozeLoop.Chat</c> puts them beside each provider's own, of which some are the same, and
    /// pages draw them.</summary>
    private static readonly Type[] ChatWords = [typeof(ChatRoles), typeof(FinishReason)];

    /// <summary>
    /// Words that mean other things too, by what they mean there. They are looked for only beside one of the <see cref="Properties"/>.
    /// </summary>
    private static readonly Dictionary<string, string> Everyday = new(StringComparer.Ordinal)
    {
        ["assistant"] = "a span's name",
        ["auto"] = "a tool choice of Anthropic's, a quorum of ClickHouse's",
        ["baseline"] = "a field's name in an error",
        ["boolean"] = "a type of JSON schema",
        ["budget"] = "a parameter of the wizard's address",
        ["call"] = "an entry of a transcript, a part of an id",
        ["code"] = "a field of errors",
        ["content_filter"] = "a provider's error",
        ["developer"] = "a member's role",
        ["error"] = "a field of answers, a parameter of addresses",
        ["evaluator"] = "a parameter of the wizard's address",
        ["fail"] = "a label of results",
        ["failed"] = "a part of the health answer",
        ["function"] = "a field of tool calls",
        ["human"] = "a chat message's role at LangChain's",
        ["import"] = "a command",
        ["invalid_request"] = "a problem's code",
        ["model"] = "a field of requests, a field of the query language",
        ["ms"] = "a unit of the query language",
        ["none"] = "what is not there, in texts",
        ["ok"] = "an answer of health checks",
        ["order"] = "a property of a topic",
        ["platform"] = "the platform's migrations",
        ["pass"] = "a field of judges' answers, a label of results",
        ["prompt"] = "a field of recorded inputs, a field of the query language",
        ["provider_error"] = "an error's type at OpenAI's",
        ["rate_limited"] = "a problem's code",
        ["read"] = "what a store is asked for",
        ["same"] = "a part of a text's name",
        ["score"] = "a field of judges' answers, a field of the query language",
        ["session"] = "a field of the query language",
        ["simulated"] = "a remark, a column, the built-in connection's name",
        ["span"] = "a parameter of addresses, a name that nobody gave",
        ["stop"] = "a parameter of calls",
        ["system"] = "ClickHouse's own database",
        ["task"] = "a kind at Traceloop's, a field of the query language",
        ["too_long"] = "a problem's code",
        ["tool"] = "a field of the query language",
        ["tool_calls"] = "a field of messages",
        ["trace"] = "a field of the query language",
        ["unauthorized"] = "a problem's code",
        ["unknown"] = "what is not there, in texts",
        ["unreachable"] = "a failure of the studio's own",
        ["user"] = "a field of the query language",
        ["write"] = "what a store is asked for",
    };

    /// <summary>Where one word is a constant of something else.</summary>
    private static readonly HashSet<(string Word, string File)> Elsewhere =
    [
        // Classes of the stylesheet.
        ("better", "web/CozeLoop.Studio/Controls/Tones.cs"),
        ("worse", "web/CozeLoop.Studio/Controls/Tones.cs"),
    ];

    /// <summary>What holds the words of a vocabulary that has everyday ones, in C# and in SQL.</summary>
    private static readonly Dictionary<string, string> Properties = new(StringComparer.Ordinal)
    {
        [nameof(Arms)] = "arm",
        [nameof(CallCauses)] = "cause",
        [nameof(CallStates)] = "state",
        [nameof(ChatRoles)] = "role",
        [nameof(ClusterLevels)] = "clusterBy",
        [nameof(ConnectionProviders)] = "provider",
        [nameof(Decisions)] = "decision",
        [nameof(DiffChanges)] = "change",
        [nameof(EvaluatorKinds)] = "kind",
        [nameof(ExclusionReasons)] = "cause",
        [nameof(FailureCauses)] = "cause",
        [nameof(FinishReason)] = "finishReason",
        [nameof(ItemSorts)] = "sort",
        [nameof(MetricUnits)] = "unit",
        [nameof(PauseReasons)] = "pausedBy",
        [nameof(RunStates)] = "state",
        [nameof(ScoreDataTypes)] = "dataType",
        [nameof(ScoreSources)] = "source",
        [nameof(SelectionMatches)] = "match",
        [nameof(SpanKinds)] = "kind",
        [nameof(SpanSources)] = "source",
        [nameof(SpanStatuses)] = "status",
        [nameof(Verdicts)] = "verdict",
    };

    private static readonly ILookup<string, string> Words = typeof(Verdicts)
        .Assembly.GetExportedTypes()
        .Where(t => t is { IsAbstract: true, IsSealed: true } && !Others.Contains(t))
        .Concat(ChatWords)
        .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Where(f => f.IsLiteral && f.FieldType == typeof(string))
        .ToLookup(f => (string)f.GetRawConstantValue()!, f => f.DeclaringType!.Name);

    private static readonly Literal[] Literals =
    [
        .. ((string[])["services", "web", "shared"])
            .SelectMany(root => Directory.EnumerateFiles(Path.Combine(Repository.Root, root), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Read(file, File.ReadLines(Path.Combine(Repository.Root, file)))),
    ];

    [Fact]
    public void No_literal_twins_of_the_vocabulary()
    {
        var twins = Literals
            .Where(IsTwin)
            .Select(l => $"{l.File}:{l.Line} writes '{l.Word}', a word of {string.Join(", ", VocabulariesOf(l))}");
        Assert.Equal("", string.Join('\n', twins));
    }

    [Fact]
    public void An_exception_is_made_only_for_words_that_need_one()
    {
        Assert.Empty(Everyday.Keys.Except(Literals.Select(l => l.Word)));
        Assert.Empty(Elsewhere.Except(Literals.Select(l => (l.Word, l.File))));
    }

    [Theory]
    [InlineData("A.cs", """if (replay.State == "running")""", true)]
    [InlineData("A.cs", """    Verdict: "better" or "worse" => 1,""", true)]
    [InlineData("A.cs", """    "UPDATE replay_calls SET state = 'woken' WHERE id = @id",""", true)]
    [InlineData("A.cs", """    span.Kind is not ("model" or "embedding")""", true)]
    [InlineData("A.cs", """    countIf(kind = 'tool') AS toolCount,""", true)]
    [InlineData("A.razor", """<option value="anthropic">@T["Provider"]</option>""", true)]
    [InlineData("A.razor", """<div class="paused">@T["failed"] @T["frozen"]</div>""", false)]
    [InlineData("A.cs", """    messages.Last(m => m.Role == "assistant" || m.Name == "user")""", true)]
    [InlineData("A.cs", """    messages.Last(m => m.Name == "user")""", false)]
    [InlineData("A.cs", """    new ChatMessage("system", text)""", true)]
    [InlineData("A.cs", """    FinishReason = cut ? "length" : null""", true)]
    [InlineData("A.cs", """    yield return Remarks.Of("few_clusters");""", true)]
    [InlineData("A.cs", """    exclusions["after_budget"] = 1;""", true)]
    [InlineData("A.cs", """    if (sample.Strategy != "uniform")""", true)]
    [InlineData("shared/CozeLoop.Chat/Providers/A.cs", """    new JsonObject { ["role"] = "user" }""", false)]
    [InlineData("A.cs", """    /// <summary>The state "running".</summary>""", false)]
    [InlineData("A.cs", """    session.Line(Texts.Of("frozen"));""", false)]
    public void A_twin_is_known_from_what_only_looks_like_one(string file, string line, bool isTwin) =>
        Assert.Equal(isTwin, Read(file, [line]).Any(IsTwin));

    private static bool IsTwin(Literal literal) =>
        VocabulariesOf(literal).Any()
        && !Elsewhere.Contains((literal.Word, literal.File))
        && (!Everyday.ContainsKey(literal.Word) || VocabulariesOf(literal).Any(v => Properties.GetValueOrDefault(v) == literal.Property));

    private static IEnumerable<string> VocabulariesOf(Literal literal) =>
        Words[literal.Word].Where(v => !ChatWords.Any(t => t.Name == v) || IsBoundToChatWords(literal.File));

    private static bool IsBoundToChatWords(string file) =>
        !file.StartsWith("shared/CozeLoop.Chat/", StringComparison.Ordinal) && !file.StartsWith("web/", StringComparison.Ordinal);

    private static IEnumerable<Literal> Read(string file, IEnumerable<string> lines) =>
        from numbered in lines.Select((text, i) => (Text: text, Number: i + 1))
        where !Comment().IsMatch(numbered.Text) && !(IsVocabulary(file) && Declaration().IsMatch(numbered.Text))
        let text = file.EndsWith(".razor", StringComparison.Ordinal) ? Attribute().Replace(numbered.Text, "") : numbered.Text
        from literal in Quoted().Matches(TextName().Replace(text, ""))
        select new Literal(file, numbered.Number, literal.Groups["word"].Value, PropertyOf(literal));

    private static bool IsVocabulary(string file) => file.StartsWith("shared/CozeLoop.Contracts/", StringComparison.Ordinal);

    /// <summary>As <see cref="Properties"/> spells it, whether a column or a member was named.</summary>
    private static string PropertyOf(Match literal)
    {
        if (literal.Groups["message"].Success)
            return "role";
        string name = literal.Groups["property"].Value.Replace("_", "", StringComparison.Ordinal);
        return Properties.Values.FirstOrDefault(p => p.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? "";
    }

    private sealed record Literal(string File, int Line, string Word, string Property);

    [GeneratedRegex(@"^\s*(//|@\*)")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bconst string \w+ = ""|^        \w+ = ""\w+""[,;]$")]
    private static partial Regex Declaration();

    /// <summary>Markup, such as a class; the value of an option is data.</summary>
    [GeneratedRegex(@"\b(?!value)[\w-]+=""[^""]*""")]
    private static partial Regex Attribute();

    /// <summary>Names of texts are made of words, and stay where the texts are.</summary>
    [GeneratedRegex(@"\b(T\[|Texts\.Of\()""[^""]*""")]
    private static partial Regex TextName();

    /// <summary>A word in quotes, with the name of what it is compared with or put into.</summary>
    [GeneratedRegex(
        @"(\b(?<message>ChatMessage)\(|\b(?<property>\w+)""?[\])]?\s*(==|!=|=|:|\bis( not)?\b|\bin\b)\s*\(*)?"
            + @"(?<quote>[""'])(?<word>[\w.]+)\k<quote>"
    )]
    private static partial Regex Quoted();
}
