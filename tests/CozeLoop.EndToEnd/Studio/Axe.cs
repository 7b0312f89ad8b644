using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>axe-core, the usual checker of accessibility, run in the page as it is shown. It comes from npm with the product's other
/// packages.</summary>
internal static class Axe
{
    private static readonly string File = Path.Combine(Repository.Root, "node_modules/axe-core/axe.min.js");

    private const string Run = """
        async () => {
          const { violations } = await axe.run(document, { resultTypes: ["violations"] });
          return violations.filter(v => v.impact !== "minor").flatMap(v => v.nodes.map(n => {
            const why = (n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help;
            return `axe ${v.impact} ${v.id}: ${n.html.slice(0, 160)} (${why})`;
          }));
        }
        """;

    public static Task AddAsync(IBrowserContext context)
    {
        Assert.True(System.IO.File.Exists(File), $"{File} is missing: run 'npm ci' in the repository's root.");
        return context.AddInitScriptAsync(scriptPath: File);
    }

    /// <summary>Everything but what axe itself calls minor, each with the element and the reason.</summary>
    public static Task<string[]> FindingsAsync(IPage page) => page.EvaluateAsync<string[]>(Run);
}
