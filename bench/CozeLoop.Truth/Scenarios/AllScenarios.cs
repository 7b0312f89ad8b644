namespace CozeLoop.Truth.Scenarios;

/// <summary>What is simulated.</summary>
internal static class AllScenarios
{
    // Conversations of four turns whose answers hang together: of two turns of one version, a share of 0.7² agree beyond chance.
    private static readonly Scenario Talks = new("")
    {
        Clusters = 20,
        Turns = 4,
        Spread = 0.1,
        Agreement = 0.7,
        IsSmooth = true,
    };

    private static readonly Scenario Rare = new("")
    {
        Turns = 3,
        Old = 0.99,
        New = 0.99,
    };

    public static IReadOnlyList<Scenario> List { get; } =
    [
        new("null-distinct") { IsSamePrompt = true },
        new("null-hi") { IsSamePrompt = true, Questions = Questions.Hi },
        new("null-twelve") { IsSamePrompt = true, Questions = Questions.Twelve },
        new("null-greetings") { IsSamePrompt = true, Questions = Questions.Greetings },
        Talks with
        {
            Name = "null-talks",
        },
        new("better-20") { Old = 0.4, New = 0.6 },
        new("better-40") { Old = 0.3, New = 0.7 },
        Talks with
        {
            Name = "better-30-talks",
            Old = 0.35,
            New = 0.65,
            EffectSpread = 0.1,
        },
        Rare with
        {
            Name = "rare-6-equal",
            Clusters = 6,
        },
        Rare with
        {
            Name = "rare-6-worse",
            Clusters = 6,
            New = 0.93,
        },
        Rare with
        {
            Name = "rare-30-equal",
            Clusters = 30,
        },
        Rare with
        {
            Name = "rare-30-worse",
            Clusters = 30,
            New = 0.93,
        },
    ];

    // A real model takes minutes for a few hundred answers, and every core.
    private static readonly Scenario RealModel = new("")
    {
        Subject = Subject.Real,
        Clusters = 20,
        Runs = 20,
        Old = 0.1,
        New = 0.1,
    };

    /// <summary>The same questions to a model that nobody planted anything in: only on request.</summary>
    public static IReadOnlyList<Scenario> OnARealModel { get; } =
    [
        RealModel with
        {
            Name = "model-same",
            IsSamePrompt = true,
        },
        RealModel with
        {
            Name = "model-better",
            New = 0.6,
            IsOnlyDirectionKnown = true,
        },
    ];

    /// <summary>The scenario of that name; <c>model</c> names those on a real model. None where there is no such name.</summary>
    public static IEnumerable<Scenario> Named(string name) =>
        name == "model" ? OnARealModel : List.Concat(OnARealModel).Where(s => s.Name == name);
}
