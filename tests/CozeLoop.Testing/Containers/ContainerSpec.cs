namespace CozeLoop.Testing.Containers;

/// <summary>One container as compose or a pod describes it.</summary>
/// <param name="Image">Name and tag; <see cref="ContainerImage"/> knows what stands for it here.</param>
public sealed record ContainerSpec(string Image)
{
    /// <summary>In place of the image's entry point (a pod's <c>command</c>); null keeps the image's.</summary>
    public IReadOnlyList<string>? EntryPoint { get; init; }

    /// <summary>In place of the image's arguments (a pod's <c>args</c>, compose's <c>command</c>); null keeps the image's.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Paths of folders of its own that are empty at the start, and can be written to.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Texts by path, read only.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Null: the image's.</summary>
    public int? User { get; init; }

    /// <summary>Nothing but <see cref="Folders"/> can be written to.</summary>
    public bool ReadOnly { get; init; }
}
