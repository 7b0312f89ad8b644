using CozeLoop.Truth.Scenarios;
using Xunit;

namespace CozeLoop.Truth.Tests.Scenarios;

public sealed class QuestionsTests
{
    private const int Most = 120;

    [Fact]
    public void Distinct_questions_differ_in_most_of_their_words()
    {
        var words = Questions.Distinct(new Random(7), Most).Select(Words).ToList();
        double nearest = words.SelectMany((a, i) => words.Skip(i + 1).Select(b => Likeness(a, b))).Max();
        Assert.InRange(nearest, 0, 0.6);
        double usual = words.SelectMany((a, i) => words.Skip(i + 1).Select(b => Likeness(a, b))).Average();
        Assert.InRange(usual, 0, 0.08);
    }

    [Theory]
    [InlineData("null-distinct", 40)]
    [InlineData("null-hi", 1)]
    [InlineData("null-twelve", 12)]
    [InlineData("null-greetings", 27)]
    [InlineData("null-talks", 80)]
    public void A_scenario_asks_as_many_different_questions_as_its_name_says(string scenario, int distinct)
    {
        var s = AllScenarios.Named(scenario).Single();
        var questions = s.Questions(new Random(7), s.Clusters * s.Turns);
        Assert.Equal((s.Clusters * s.Turns, distinct), (questions.Count, questions.Distinct().Count()));
    }

    [Fact]
    public void Shares_of_right_answers_stay_shares_in_the_hardest_and_easiest_cluster() =>
        Assert.All(
            AllScenarios.List,
            s =>
            {
                Assert.InRange(s.Old - s.Spread, 0, 1);
                Assert.InRange(s.Old + s.Spread, 0, 1);
                Assert.InRange(s.New - s.Spread - s.EffectSpread, 0, 1);
                Assert.InRange(s.New + s.Spread + s.EffectSpread, 0, 1);
            }
        );

    private static HashSet<string> Words(string question) =>
        [.. question.ToLowerInvariant().Split([' ', ',', '.', '?', '"', ';'], StringSplitOptions.RemoveEmptyEntries)];

    private static double Likeness(HashSet<string> a, HashSet<string> b) => (double)a.Intersect(b).Count() / a.Union(b).Count();
}
