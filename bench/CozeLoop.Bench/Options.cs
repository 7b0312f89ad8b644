namespace CozeLoop.Bench;

/// <summary>What to measure, and with how much.</summary>
internal sealed record Options
{
    public static readonly string[] AllParts =
    [
        "ingest",
        "visible",
        "storage",
        "reads",
        "prompts",
        "replay",
        "start",
        "outage",
        .. Ground.GroundParts.Names,
    ];

    /// <summary>What ClickHouse's outage lasts where nothing is shortened.</summary>
    public static readonly TimeSpan FullClickHouseOutage = TimeSpan.FromMinutes(10);

    private static readonly string Known = string.Join(
        ", ",
        [
            "--spans N",
            "--rounds N",
            "--stored-spans N",
            "--replay-items N",
            "--outage-seconds N",
            "--clickhouse-outage-seconds N",
            "--only SERVER",
            "--product FILE",
            Ground.GroundParts.All,
            .. AllParts,
        ]
    );

    public IReadOnlyList<string> Parts { get; init; } = AllParts;

    /// <summary>Spans of one ingest round.</summary>
    public int Spans { get; init; } = 200_000;

    /// <summary>Ingest rounds; the median counts.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Spans that the reads go over.</summary>
    public int StoredSpans { get; init; } = 1_000_000;

    /// <summary>Calls of the measured replay.</summary>
    public int ReplayItems { get; init; } = 1_000;

    /// <summary>How long each server is away.</summary>
    public int OutageSeconds { get; init; } = 60;

    /// <summary>How long ClickHouse's stand-in is away; less than <see cref="FullClickHouseOutage"/> is said.</summary>
    public int ClickHouseOutageSeconds { get; init; } = 60;

    /// <summary>The one server that goes away; null for each in turn.</summary>
    public string? Only { get; init; }

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
            int Count() =>
                int.TryParse(Value(), System.Globalization.CultureInfo.InvariantCulture, out int n) && n > 0
                    ? n
                    : throw new ArgumentException("A count is a number above 0.");
            switch (arguments[i])
            {
                case "--spans":
                    options = options with { Spans = Count() };
                    break;
                case "--rounds":
                    options = options with { Rounds = Count() };
                    break;
                case "--stored-spans":
                    options = options with { StoredSpans = Count() };
                    break;
                case "--replay-items":
                    options = options with { ReplayItems = Count() };
                    break;
                case "--outage-seconds":
                    options = options with { OutageSeconds = Count() };
                    break;
                case "--clickhouse-outage-seconds":
                    options = options with { ClickHouseOutageSeconds = Count() };
                    break;
                case "--only":
                    options = options with
                    {
                        Only =
                            Value() is var name && Outages.Outage.Names.Contains(name)
                                ? name
                                : throw new ArgumentException($"--only wants one of {string.Join(", ", Outages.Outage.Names)}."),
                    };
                    break;
                case Ground.GroundParts.All:
                    parts.AddRange(Ground.GroundParts.Names);
                    break;
                case "--product":
                    options = options with { Product = Path.GetFullPath(Value()) };
                    break;
                case var part when AllParts.Contains(part):
                    parts.Add(part);
                    break;
                default:
                    throw new ArgumentException($"{arguments[i]} is none of {Known}.");
            }
        }
        return parts.Count > 0 ? options with { Parts = parts } : options;
    }
}
