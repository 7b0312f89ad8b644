using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>The real Helm with this repository's chart.</summary>
internal static class Helm
{
    // Helm asks no cluster when it only renders, and must be told which version it would be.
    private const string Kubernetes = "1.36.3";

    private static readonly string? Program = SharedFolder.Find("tools/helm/helm");

    private static readonly ConcurrentDictionary<string, Task<IReadOnlyList<JsonNode>>> Rendered = new();

    public static string Chart { get; } = Path.Combine(Repository.Root, "helm/cozeloop");

    /// <summary>Names of files beside the chart's values, as arguments.</summary>
    public static string[] Files(string values) => [.. values.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(file => new[] { "-f", Path.Combine(Chart, file) })];

    public static void SkipWhereMissing() => Assert.SkipWhen(Program is null, "the folder shared/tools/helm is not beside the checkout");

    public static Task<ExternalProgram.Result> RunAsync(params string[] arguments) => ExternalProgram.RunAsync(Program!, arguments, ct: TestContext.Current.CancellationToken);

    public static Task<ExternalProgram.Result> LintAsync(params string[] arguments) => RunAsync(["lint", Chart, "--strict", "--kube-version", Kubernetes, .. arguments]);

    public static Task<ExternalProgram.Result> TemplateAsync(params string[] arguments) => RunAsync(["template", "loop", Chart, "--kube-version", Kubernetes, .. arguments]);

    /// <summary>The objects that would be made.</summary>
    public static Task<IReadOnlyList<JsonNode>> ObjectsAsync(params string[] arguments)
    {
        SkipWhereMissing();
        return Rendered.GetOrAdd(string.Join(' ', arguments), _ => RenderAsync(arguments));
    }

    private static async Task<IReadOnlyList<JsonNode>> RenderAsync(string[] arguments)
    {
        var rendered = await TemplateAsync(arguments);
        Assert.True(rendered.ExitCode == 0, rendered.Error);
        return Yaml.ParseAll(rendered.Output);
    }

    public static IEnumerable<JsonNode> OfKind(this IEnumerable<JsonNode> objects, string kind) => objects.Where(o => (string)o["kind"]! == kind);

    public static string Name(this JsonNode o) => (string)o["metadata"]!["name"]!;

    public static JsonObject Pod(this JsonNode workload) => workload["spec"]!["template"]!["spec"]!.AsObject();

    public static IEnumerable<JsonNode> Containers(this JsonObject pod) => (pod["initContainers"]?.AsArray() ?? []).Concat(pod["containers"]!.AsArray()).Select(container => container!);

    public static IEnumerable<JsonNode> Environment(this JsonNode container) => (container["env"]?.AsArray() ?? []).Select(variable => variable!);
}
