namespace CozeLoop.Bench;

/// <summary>What to measure, and with how much.</summary>
internal sealed record Options
{
    public static readonly string[] AllParts = ["ingest", "visible", "storage", "reads", "prompts", "replay", "start"];

    public IReadOnlyList<string> Parts { get; init; } = AllParts;
    /// <summary>Spans of one ingest round.</summary>
    public int Spans { get; init; } = 200_000;
    /// <summary>Ingest rounds; the median counts.</summary>
    public int Rounds { get; init; } = 3;
    /// <summary>Spans that the reads go over.</summary>
    public int StoredSpans { get; init; } = 1_000_000;
    /// <summary>Calls of the measured replay.</summary>
    public int ReplayItems { get; init; } = 1_000;
    /// <summary>The published program; null takes the build beside this one.</summary>
    public string? Product { get; init; }

    /// <exception cref="ArgumentException">An argument that is none of these.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options();
        var parts = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} wants a value.");
            int Count() => int.TryParse(Value(), System.Globalization.CultureInfo.InvariantCulture, out int n) && n > 0 ? n : throw new ArgumentException("A count is a number above 0.");
            switch (arguments[i])
            {
                case "--spans": options = options with { Spans = Count() }; break;
                case "--rounds": options = options with { Rounds = Count() }; break;
                case "--stored-spans": options = options with { StoredSpans = Count() }; break;
                case "--replay-items": options = options with { ReplayItems = Count() }; break;
                case "--product": options = options with { Product = Path.GetFullPath(Value()) }; break;
                case var part when AllParts.Contains(part): parts.Add(part); break;
                default: throw new ArgumentException($"{arguments[i]} is none of --spans N, --rounds N, --stored-spans N, --replay-items N, --product FILE, {string.Join(", ", AllParts)}.");
            }
        }
        return parts.Count > 0 ? options with { Parts = parts } : options;
    }
}
