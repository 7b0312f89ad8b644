using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Models;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Models;

public class ModelsPageTests
{
    private static readonly ModelConnection Local = new(
        "c1",
        "local",
        "openai",
        "http://127.0.0.1:9/v1",
        true,
        ["tiny"],
        false,
        StudioContext.Now
    );

    [Fact]
    public void A_failed_connection_test_says_what_the_provider_said()
    {
        using var studio = new StudioContext();
        studio.Answers.Give("/api/v1/models", new Page<ModelConnection>([Local], null));
        studio.Answers.Give(
            "/api/v1/prices",
            new Page<PriceRow>([new("p1", "gpt-4o", StudioContext.Now, null, 0.0000025m, 0.00001m, null, null, null, "list")], null)
        );
        studio.Answers.Give("/api/v1/models/c1/test", new ConnectionTest(false, 12, "tiny", null, "unauthorized", "Incorrect API key"));
        var page = studio.Render<ModelsPage>();
        page.WaitForElement("td.num button").Click();
        page.WaitForAssertion(() => Assert.Contains("Incorrect API key", page.Markup, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("$2.5", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_is_replaced_in_its_row()
    {
        using var studio = new StudioContext();
        studio.Answers.Give("/api/v1/models", new Page<ModelConnection>([Local], null));
        studio.Answers.Give("/api/v1/prices", new Page<PriceRow>([], null));
        studio.Answers.Give("/api/v1/models/c1/key", Local);
        var page = studio.Render<ModelsPage>();
        page.WaitForElement("td button").Click();
        page.Find("td input[type=password]").Input("sk-new");
        page.Find("td form").Submit();
        page.WaitForAssertion(() => Assert.Contains("PUT /api/v1/models/c1/key", studio.Answers.Asked));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("td form")));
        Assert.DoesNotContain("sk-new", page.Markup, StringComparison.Ordinal);
    }
}
