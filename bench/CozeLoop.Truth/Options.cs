using System.Globalization;
using CozeLoop.Truth.Scenarios;

namespace CozeLoop.Truth;

/// <summary>What to simulate, and how often.</summary>
internal sealed record Options
{
    public IReadOnlyList<Scenario> Scenarios { get; init; } = AllScenarios.List;

    /// <summary>Replays of each scenario; null takes as many as each is made for.</summary>
    public int? Runs { get; init; }

    /// <summary>Chooses questions, answers and samples; the same seed simulates the same again.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Replays that run at the same time.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>The published program; null takes the build beside this one.</summary>
    public string? Product { get; init; }

    /// <exception cref="ArgumentException">An argument that is none of these.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options();
        var scenarios = new List<Scenario>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} wants a value.");
            int Number() =>
                int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0
                    ? n
                    : throw new ArgumentException($"{arguments[i - 1]} wants a number above 0.");
            switch (arguments[i])
            {
                case "--runs":
                    options = options with { Runs = Number() };
                    break;
                case "--seed":
                    options = options with { Seed = Number() };
                    break;
                case "--at-once":
                    options = options with { AtOnce = Number() };
                    break;
                case "--product":
                    options = options with { Product = Path.GetFullPath(Value()) };
                    break;
                default:
                    var named = AllScenarios.Named(arguments[i]).ToList();
                    scenarios.AddRange(named.Count > 0 ? named : throw new ArgumentException(Unknown(arguments[i])));
                    break;
            }
        }
        return scenarios.Count > 0 ? options with { Scenarios = scenarios } : options;
    }

    private static string Unknown(string argument)
    {
        string[] known = ["--runs N", "--seed N", "--at-once N", "--product FILE", .. AllScenarios.List.Select(s => s.Name), "model"];
        return $"{argument} is none of {string.Join(", ", known)}.";
    }
}
