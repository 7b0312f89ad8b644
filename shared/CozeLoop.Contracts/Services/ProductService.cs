namespace CozeLoop.Contracts.Services;

/// <summary>What a host must know of a service before it can carry it.</summary>
/// <param name="Name">As <c>Services=</c> and <c>Services:Urls:</c> spell it.</param>
public sealed record ProductService(string Name)
{
    /// <summary>Connection strings it needs, beside those that all do, where services run in several processes.</summary>
    public IReadOnlyList<string> Stores { get; init; } = [];

    /// <summary>The port on which a host that carries it takes OTLP unless a setting says otherwise; 0: none.</summary>
    public int OtlpHttpPort { get; init; }

    /// <summary>All services that own data. The studio owns none: it is nobody's neighbour.</summary>
    public static IReadOnlyList<ProductService> All { get; } =
    [
        new(ServiceNames.Workspaces),
        new(ServiceNames.Models),
        new(ServiceNames.Tracing) { Stores = ["ClickHouse"], OtlpHttpPort = 4318 },
        new(ServiceNames.Prompts),
        new(ServiceNames.Experiments),
        new(ServiceNames.Evaluation),
    ];

    /// <summary>Those of <see cref="All"/> that a host carries.</summary>
    public static IEnumerable<ProductService> Of(IEnumerable<string> carried) =>
        All.IntersectBy(carried, service => service.Name, StringComparer.OrdinalIgnoreCase);
}
