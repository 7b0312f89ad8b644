using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Replays.Planning.Independence;
using CozeLoop.Experiments.Storage;
using Xunit;

namespace CozeLoop.Experiments.Tests.Replays.Planning.Independence;

public sealed class SameQuestionsTests
{
    private static PlannedItem Item(string cluster, string question, string system = "Be kind.", string? head = null) =>
        new(
            new SpanRef("t", "s"),
            cluster,
            1,
            question,
            RecoveryGrades.Proven,
            null,
            [new ChatMessage(ChatRoles.System, system), new ChatMessage(ChatRoles.User, question)],
            1,
            [new ChatMessage(ChatRoles.System, head ?? "Be brief.")],
            null,
            [],
            new ChatParameters()
        );

    private static int Clusters(params PlannedItem[] items) => SameQuestions.Of(items).Items.Select(i => i.Cluster).Distinct().Count();

    [Fact]
    public void Everyone_who_says_Hi_is_one_observation()
    {
        var (items, repeated) = SameQuestions.Of([.. Enumerable.Range(0, 40).Select(i => Item($"task{i}", "Hi"))]);
        Assert.Equal((1, 40), (items.Select(i => i.Cluster).Distinct().Count(), repeated));
        Assert.Equal(Enumerable.Range(0, 40), items.Select(i => i.Occurrence));
    }

    [Fact]
    public void Questions_of_their_own_stay_apart()
    {
        PlannedItem[] items = [.. Enumerable.Range(0, 40).Select(i => Item($"task{i}", $"What is the capital of country {i}?"))];
        var (counted, repeated) = SameQuestions.Of(items);
        Assert.Equal((40, 0), (counted.Select(i => i.Cluster).Distinct().Count(), repeated));
        Assert.All(counted, i => Assert.Equal(0, i.Occurrence));
        Assert.Equal(items.Select(i => i.Cluster), counted.Select(i => i.Cluster));
    }

    [Theory]
    [InlineData("Hi", "hi!")]
    [InlineData("Hi", "  HI  ")]
    [InlineData("你好", "你好！")]
    [InlineData("Where is my order?", "where is my order")]
    [InlineData("ｆｕｌｌ width", "full width")]
    public void Case_punctuation_and_form_do_not_make_another_question(string one, string other) =>
        Assert.Equal(1, Clusters(Item("a", one), Item("b", other)));

    [Theory]
    [InlineData("Order 17 is late", "Order 18 is late")]
    [InlineData("你好", "再见")]
    [InlineData("", " ")]
    public void Another_question_is_another(string one, string other) => Assert.Equal(2, Clusters(Item("a", one), Item("b", other)));

    [Fact]
    public void A_long_text_with_one_word_changed_is_nearly_the_same()
    {
        string letter = string.Join(' ', Enumerable.Range(0, 40).Select(i => $"word{i * 7 % 41}"));
        Assert.Equal(1, Clusters(Item("a", letter), Item("b", letter.Replace("word14", "changed", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_form_that_all_share_makes_no_two_questions_one()
    {
        string form = "You are given a document of the archive and must answer only from it and never guess anything. Document: ";
        Assert.Equal(8, Clusters([.. Enumerable.Range(0, 8).Select(i => Item($"t{i}", $"{form} number {i} about subject {i * 31}"))]));
    }

    [Fact]
    public void The_system_prompt_is_not_the_question() =>
        Assert.Equal(1, Clusters(Item("a", "Hi", system: "It is Monday."), Item("b", "Hi", system: "It is Tuesday.")));

    [Fact]
    public void A_repeated_greeting_does_not_chain_conversations_together()
    {
        var (items, repeated) = SameQuestions.Of([
            .. Enumerable.Range(0, 10).SelectMany(i => new[] { Item($"s{i}", "Hi"), Item($"s{i}", $"Tell me of topic {i}") }),
        ]);
        Assert.Equal((11, 10), (items.Select(i => i.Cluster).Distinct().Count(), repeated));
    }

    [Fact]
    public void A_question_repeated_within_one_task_stays_the_tasks()
    {
        var (items, repeated) = SameQuestions.Of([Item("a", "Hi"), Item("a", "Hi"), Item("b", "Bye now")]);
        Assert.Equal(["a", "a", "b"], items.Select(i => i.Cluster));
        Assert.Equal(0, repeated);
        Assert.Equal([0, 1, 0], items.Select(i => i.Occurrence));
    }

    [Fact]
    public void What_only_the_candidate_asks_alike_draws_samples_of_its_own() =>
        Assert.Equal(
            [0, 1],
            SameQuestions.Of([Item("a", "Hi", system: "One."), Item("b", "Hi", system: "Two.")]).Items.Select(i => i.Occurrence)
        );

    [Fact]
    public void Odd_characters_are_text_like_any_other() =>
        Assert.Equal(2, Clusters(Item("a", "odd \uFFFE \uD800 \u0000 text here"), Item("b", "another \uFFFE thing")));

    [Fact]
    public void Ten_thousand_questions_are_compared()
    {
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, 5_000).Select(i => $"w{i}")];
        PlannedItem[] items = [.. Enumerable.Range(0, 10_000).Select(i => Item($"t{i}", string.Join(' ', random.GetItems(words, 30))))];
        Assert.Equal(10_000, Clusters(items));
    }
}
