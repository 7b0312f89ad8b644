using System.Globalization;

namespace CozeLoop.Testing;

/// <summary>One service's own executable as the same build of this test made it; the studio's is the product's.</summary>
/// <param name="Folder">Absolute.</param>
/// <param name="Program">Name of the executable; its assembly is called the same.</param>
public sealed record ServiceBuild(string Folder, string Program)
{
    /// <summary>Every service by its name in the settings, the studio last.</summary>
    public static readonly string[] All = ["workspaces", "models", "tracing", "prompts", "experiments", "evaluation", "studio"];

    /// <param name="service">Its name in the settings, such as <c>tracing</c>.</param>
    public static ServiceBuild Of(string service)
    {
        string product = Path.GetDirectoryName(RunningProduct.ProductFile())!,
            home = Path.Combine(Repository.Root, "services/CozeLoop.AllInOne");
        if (service == "studio")
            return new ServiceBuild(product, "cozeloop");
        string project = "CozeLoop." + CultureInfo.InvariantCulture.TextInfo.ToTitleCase(service);
        return new ServiceBuild(Path.Combine(Repository.Root, "services", project, Path.GetRelativePath(home, product)), project);
    }
}
