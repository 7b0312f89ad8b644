using System.Text.Json.Nodes;

namespace CozeLoop.Testing.Deployment;

/// <summary>The real Helm with this repository's chart.</summary>
public static class HelmChart
{
    public const string Release = "loop";

    /// <summary>First part of the names that the chart gives in this release.</summary>
    public const string Prefix = "loop-cozeloop-";

    // Helm asks no cluster when it only renders, and must be told which version it would be.
    public const string KubernetesVersion = "1.36.3";

    private static readonly string? Program = SharedFolder.Find("tools/helm/helm");

    /// <summary>Why there can be no Helm here; null where there is one.</summary>
    public static string? Missing { get; } = Program is null ? "the folder shared/tools/helm is not beside the checkout" : null;

    public static string Folder { get; } = Path.Combine(Repository.Root, "helm/cozeloop");

    public static Task<ExternalProgram.Result> RunAsync(IEnumerable<string> arguments, CancellationToken ct) =>
        ExternalProgram.RunAsync(Program ?? throw new InvalidOperationException(Missing), arguments, ct: ct);

    public static Task<ExternalProgram.Result> TemplateAsync(IEnumerable<string> arguments, CancellationToken ct) =>
        RunAsync(["template", Release, Folder, "--kube-version", KubernetesVersion, .. arguments], ct);

    /// <summary>The objects that would be made.</summary>
    /// <exception cref="InvalidOperationException">Helm refused the values; it says why.</exception>
    public static async Task<IReadOnlyList<JsonNode>> ObjectsAsync(IEnumerable<string> arguments, CancellationToken ct)
    {
        var rendered = await TemplateAsync(arguments, ct);
        return rendered.ExitCode == 0 ? Yaml.ParseAll(rendered.Output) : throw new InvalidOperationException(rendered.Error);
    }

    public static IEnumerable<JsonNode> OfKind(this IEnumerable<JsonNode> objects, string kind) =>
        objects.Where(o => (string)o["kind"]! == kind);

    public static string Name(this JsonNode o) => (string)o["metadata"]!["name"]!;

    public static JsonObject Pod(this JsonNode workload) => workload["spec"]!["template"]!["spec"]!.AsObject();

    public static IEnumerable<JsonNode> Containers(this JsonObject pod) =>
        (pod["initContainers"]?.AsArray() ?? []).Concat(pod["containers"]!.AsArray()).Select(container => container!);

    public static IEnumerable<JsonNode> Environment(this JsonNode container) =>
        (container["env"]?.AsArray() ?? []).Select(variable => variable!);
}
