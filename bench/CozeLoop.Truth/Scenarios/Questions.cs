namespace CozeLoop.Truth.Scenarios;

/// <summary>What people ask in a run.</summary>
internal static class Questions
{
    private const int FewQuestions = 12;
    private const double GreetingShare = 0.4;
    private static readonly string[] Salutes = ["Hi", "Hello", "Hi there!"];

    /// <summary>No two alike: they have at most one of their three parts in common.</summary>
    public static IReadOnlyList<string> Distinct(Random random, int count)
    {
        string[] things = Shuffled(random, Vocabulary.Things),
            faults = Shuffled(random, Vocabulary.Faults),
            details = Shuffled(random, Vocabulary.Details);
        // Where the words are used up they come again in other company.
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => (First: i % things.Length, Round: i / things.Length))
                .Select(at =>
                    $"{things[at.First]} {faults[(at.First + at.Round) % faults.Length]}, "
                    + $"{details[(at.First + 2 * at.Round) % details.Length]}"
                ),
        ];
    }

    public static IReadOnlyList<string> Hi(Random random, int count) => [.. Enumerable.Repeat("Hi", count)];

    public static IReadOnlyList<string> Twelve(Random random, int count)
    {
        var few = Distinct(random, FewQuestions);
        return [.. Enumerable.Range(0, count).Select(i => few[i % FewQuestions])];
    }

    /// <summary>Four of ten only greet.</summary>
    public static IReadOnlyList<string> Greetings(Random random, int count)
    {
        int greeting = (int)(GreetingShare * count);
        return [.. Enumerable.Range(0, greeting).Select(i => Salutes[i % Salutes.Length]), .. Distinct(random, count - greeting)];
    }

    private static string[] Shuffled(Random random, IEnumerable<string> words)
    {
        string[] shuffled = [.. words];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
