using Bunit;
using CozeLoop.Studio.Areas.Development;
using CozeLoop.Studio.Controls;
using CozeLoop.Studio.Tests.Texts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Development;

public class ControlsPageTests
{
    /// <summary>A control that is made is shown, in light and in dark, so that whoever changes a style sees what it does to all of
    /// them.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public void Every_control_is_on_the_page(string culture)
    {
        using var studio = new StudioContext(culture);
        var page = studio.Render<ControlsPage>();
        string[] controls =
        [
            .. StudioSource
                .Files("*.razor")
                .Where(f => Path.GetDirectoryName(StudioSource.Relative(f)) == "Controls")
                .Select(f => Path.GetFileNameWithoutExtension(f)!)
                .Order(StringComparer.Ordinal),
        ];
        Assert.Contains(nameof(ErrorTag), controls);
        Assert.Equal(
            controls,
            page.FindAll("[data-control]").Select(c => c.GetAttribute("data-control")!).Distinct().Order(StringComparer.Ordinal)
        );
        var drawn = page.FindComponents<IComponent>().Select(c => c.Instance.GetType().Name.Split('`')[0]).ToHashSet();
        Assert.Empty(controls.Except(drawn));
    }

    [Theory]
    [InlineData("Development", false)]
    [InlineData("Production", true)]
    [InlineData("Staging", true)]
    public void It_exists_in_development_only(string environment, bool isHidden) =>
        Assert.Equal(
            isHidden,
            DevelopmentOnlyAttribute.Hides(typeof(ControlsPage), new HostingEnvironment { EnvironmentName = environment })
        );

    [Fact]
    public void Other_pages_exist_everywhere() =>
        Assert.False(
            DevelopmentOnlyAttribute.Hides(
                typeof(Studio.Areas.Overview.OverviewPage),
                new HostingEnvironment { EnvironmentName = Environments.Production }
            )
        );
}
