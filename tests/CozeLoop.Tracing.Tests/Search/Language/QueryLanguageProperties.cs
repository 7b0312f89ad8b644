using CozeLoop.Tracing.Search.Language;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Tracing.Tests.Search.Language;

public class QueryLanguageProperties
{
    private const string Alphabet = "abzAND OR NOT ()\":=!<>*\\.@-退款\t🙂0129sm%_'";

    private static readonly Gen<string> Texts = Gen.Choose(1, 12)
        .SelectMany(n => Gen.Elements(Alphabet.ToCharArray()).ArrayOf(n))
        .Select(c => new string(c))
        .Where(t => !string.IsNullOrEmpty(t));

    [Fact]
    public void The_parser_answers_any_text_with_a_filter_or_an_error_inside_it()
    {
        var pieces = Gen.OneOf(
            Texts,
            Gen.Elements("AND", "OR", "NOT", "(", ")", "status:error", "duration > 2s", "score.x < 1", "attr.a.b:c", "\"q\"", " ")
        );
        var queries = pieces.ListOf().Select(p => string.Join(' ', p));
        Prop.ForAll(
                queries.ToArbitrary(),
                text =>
                {
                    var (filter, error) = QueryParser.Parse(text);
                    return error is null
                        ? filter is not null || string.IsNullOrWhiteSpace(text)
                        : filter is null && error.Position >= 0 && error.Position <= text.Length;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Printing_a_filter_and_parsing_it_gives_the_same_filter() =>
        Prop.ForAll(
                Filters(3).ToArbitrary(),
                filter =>
                {
                    string printed = QueryPrinter.Print(filter);
                    var (parsed, error) = QueryParser.Parse(printed);
                    return (error is null && Same(filter, parsed!)).Label(printed + " " + error);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static Gen<Filter> Filters(int depth)
    {
        if (depth == 0)
            return Leaves();
        var parts = Filters(depth - 1).ListOf(2).Select(p => (IReadOnlyList<Filter>)p.ToList());
        return Gen.OneOf(
            Leaves(),
            parts.Select(p => (Filter)new All(p)),
            parts.Select(p => (Filter)new Any(p)),
            Filters(depth - 1).Select(f => (Filter)new Not(f))
        );
    }

    private static Gen<Filter> Leaves()
    {
        var words =
            from field in Gen.Elements(QueryField.Plain.Where(f => TermValue.AllowsPattern(f.Kind)).ToArray())
            from value in Texts
            select (Filter)new FieldTerm(field, "", Comparison.Equal, value, false);
        var patterns = Gen.Elements("gpt-*", "*", "*x", "a*b*")
            .Select(v => (Filter)new FieldTerm(QueryField.Find("model")!.Value.Field, "", Comparison.Equal, v, true));
        var numbers =
            from name in Gen.Elements("duration", "tokens", "score.resolved", "attr.http.status")
            from comparison in Gen.Elements(Enum.GetValues<Comparison>())
            from value in Gen.Elements("0", "0.5", "1e3", "-2")
            select (Filter)Term(name, comparison, value);
        return Gen.OneOf(Texts.Select(t => (Filter)new Text(t)), words, patterns, numbers);
    }

    private static FieldTerm Term(string name, Comparison comparison, string value)
    {
        var (field, key) = QueryField.Find(name)!.Value;
        return new FieldTerm(field, key, comparison, value, false);
    }

    private static bool Same(Filter a, Filter b) =>
        (a, b) switch
        {
            (All x, All y) => x.Parts.Count == y.Parts.Count && x.Parts.Zip(y.Parts).All(p => Same(p.First, p.Second)),
            (Any x, Any y) => x.Parts.Count == y.Parts.Count && x.Parts.Zip(y.Parts).All(p => Same(p.First, p.Second)),
            (Not x, Not y) => Same(x.Part, y.Part),
            _ => a == b,
        };
}
