using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CozeLoop.Testing;
using CozeLoop.Testing.Deployment;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>The real Helm with this repository's chart, for tests that skip where it is absent.</summary>
internal static class Helm
{
    private static readonly ConcurrentDictionary<string, Task<IReadOnlyList<JsonNode>>> Rendered = new();

    public static string Chart => HelmChart.Folder;

    /// <summary>Names of files beside the chart's values, as arguments.</summary>
    public static string[] Files(string values) =>
        [.. values.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(file => new[] { "-f", Path.Combine(Chart, file) })];

    public static void SkipWhereMissing() => Assert.SkipWhen(HelmChart.Missing is not null, HelmChart.Missing ?? "");

    public static Task<ExternalProgram.Result> RunAsync(params string[] arguments) =>
        HelmChart.RunAsync(arguments, TestContext.Current.CancellationToken);

    public static Task<ExternalProgram.Result> LintAsync(params string[] arguments) =>
        RunAsync(["lint", Chart, "--strict", "--kube-version", HelmChart.KubernetesVersion, .. arguments]);

    public static Task<ExternalProgram.Result> TemplateAsync(params string[] arguments) =>
        HelmChart.TemplateAsync(arguments, TestContext.Current.CancellationToken);

    /// <summary>The objects that would be made.</summary>
    public static Task<IReadOnlyList<JsonNode>> ObjectsAsync(params string[] arguments)
    {
        SkipWhereMissing();
        return Rendered.GetOrAdd(
            string.Join(' ', arguments),
            _ => HelmChart.ObjectsAsync(arguments, TestContext.Current.CancellationToken)
        );
    }
}
