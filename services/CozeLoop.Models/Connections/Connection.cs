using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Connections;

/// <summary>A connection with its key, as calls need it. Never leaves the service.</summary>
/// <param name="Key">Null where none is stored, or none can be read any more (<paramref name="KeyLost"/>).</param>
/// <param name="KeyLost">A key is stored, but sealed under another master key.</param>
internal sealed record Connection(
    string Id,
    string Name,
    string Provider,
    Uri? BaseUrl,
    string? Key,
    bool KeyLost,
    IReadOnlyList<string> Models,
    DateTimeOffset CreatedAt
)
{
    /// <summary>Id of the built-in connection, and its only model.</summary>
    private const string SimulatedName = "simulated";

    /// <summary>Every workspace has it from the start, so that the product works before any provider is set up.</summary>
    public static Connection BuiltIn { get; } =
        new(
            SimulatedName,
            "Simulated (offline)",
            ConnectionProviders.Simulated,
            null,
            null,
            false,
            [SimulatedName],
            DateTimeOffset.UnixEpoch
        );

    public bool Simulated => Provider == ConnectionProviders.Simulated;

    public ModelConnection ToApi() =>
        new(Id, Name, Provider, BaseUrl?.ToString(), Key is not null || KeyLost, Models, Simulated, CreatedAt);

    /// <summary>Not the record's own form, which would print the key.</summary>
    public override string ToString() => $"{Name} ({Provider}, {BaseUrl})";
}
