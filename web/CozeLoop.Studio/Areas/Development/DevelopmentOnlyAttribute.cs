namespace CozeLoop.Studio.Areas.Development;

/// <summary>A page for whoever works on the studio. Outside the Development environment it does not exist.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DevelopmentOnlyAttribute : Attribute
{
    /// <param name="page">A page's type; null is none.</param>
    public static bool Hides(Type? page, IHostEnvironment environment) =>
        page is not null && IsDefined(page, typeof(DevelopmentOnlyAttribute)) && !environment.IsDevelopment();
}
