using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Testing.FakeModel;
using CozeLoop.Truth.Planted;
using CozeLoop.Truth.Scenarios;
using Xunit;

namespace CozeLoop.Truth.Tests.Planted;

public sealed class PlantedModelTests
{
    private const int Clusters = 2000;
    private static readonly Scenario Talks = AllScenarios.Named("better-30-talks").Single();

    [Fact]
    public void Answers_depend_on_what_is_asked_and_not_on_the_order()
    {
        var requests = Enumerable.Range(0, 200).Select(i => Request("null-distinct-run-0", $"question {i}", isNew: i % 2 == 0)).ToList();
        string[] forth = Answers(requests),
            back = Answers(requests.AsEnumerable().Reverse());
        Assert.Equal(forth, back.Reverse());
        Assert.Equal(2, forth.Distinct().Count());
    }

    [Fact]
    public void The_same_question_asked_again_gets_another_draw()
    {
        var model = Model("null-distinct");
        var request = Request("null-distinct-run-0", "Hi", isNew: false);
        Assert.Equal(2, Enumerable.Range(0, 100).Select(_ => model.Answer(request).Text).Distinct().Count());
    }

    [Fact]
    public void Another_run_and_another_seed_get_other_answers()
    {
        string[] Asked(int seed, int run) =>
            [
                .. Enumerable
                    .Range(0, 200)
                    .Select(i => Model("null-distinct", seed).Answer(Request($"null-distinct-run-{run}", $"q {i}", false)).Text!),
            ];
        Assert.NotEqual(Asked(1, 0), Asked(1, 1));
        Assert.NotEqual(Asked(1, 0), Asked(2, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_share_of_right_answers_is_the_planted_one(bool isNew)
    {
        double share = isNew ? Talks.New : Talks.Old,
            right = TalkShares(isNew).Average();
        // Four standard errors of as many clusters, whose shares vary by less than 0.4.
        Assert.InRange(right, share - 4 * 0.4 / Math.Sqrt(Clusters), share + 4 * 0.4 / Math.Sqrt(Clusters));
    }

    [Fact]
    public void Turns_of_a_conversation_agree_more_than_chance_would_have_it()
    {
        double[] shares = TalkShares(isNew: false);
        double variance = shares.Average(s => s * s) - Math.Pow(shares.Average(), 2),
            byChance = Talks.Old * (1 - Talks.Old) / Talks.Turns;
        Assert.True(variance > 1.5 * byChance, $"{variance} against {byChance}");
    }

    /// <summary>The share of right answers in each of many conversations.</summary>
    private static double[] TalkShares(bool isNew)
    {
        var model = Model(Talks.Name);
        return
        [
            .. Enumerable
                .Range(0, Clusters)
                .Select(c =>
                    Enumerable
                        .Range(0, Talks.Turns)
                        .Count(t =>
                            model.Answer(Request($"{Talks.Name}-run-0", $"opener {c}", isNew, $"turn {t}")).Text == PlantedModel.Right
                        ) / (double)Talks.Turns
                ),
        ];
    }

    private static PlantedModel Model(string scenario, int seed = 1)
    {
        var model = new PlantedModel(seed);
        foreach (int run in (int[])[0, 1])
            model.NameOf(AllScenarios.Named(scenario).Single(), run);
        return model;
    }

    private static string[] Answers(IEnumerable<FakeModelRequest> requests)
    {
        var model = Model("null-distinct");
        return [.. requests.Select(r => model.Answer(r).Text!)];
    }

    private static FakeModelRequest Request(string model, string opener, bool isNew, string last = "")
    {
        ChatMessage[] messages =
        [
            new(ChatRoles.System, isNew ? Subject.Planted.NewText : Subject.Planted.OldText),
            new(ChatRoles.User, opener),
            new(ChatRoles.User, last),
        ];
        return new FakeModelRequest(1, model, messages, false, false, null, default(JsonElement), $"{model} {opener} {last} {isNew}");
    }
}
