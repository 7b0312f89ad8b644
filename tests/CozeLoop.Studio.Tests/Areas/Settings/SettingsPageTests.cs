using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Settings;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Settings;

public class SettingsPageTests
{
    private static readonly ApiKeySummary Key = new("pk-1", "laptop", [Scopes.Ingest], StudioContext.Now, null, null);

    [Fact]
    public void A_secret_is_shown_once_with_the_lines_the_sdks_read()
    {
        using var studio = With();
        var page = studio.Render<SettingsPage>();
        page.WaitForElement("form input").Input("ci");
        // One path answers both the list and the creation.
        studio.Answers.Give("/api/v1/api-keys", new { items = new[] { Key }, key = Key, secretKey = "sk-secret" });
        page.Find("form").Submit();
        string lines = page.WaitForElement("pre").TextContent;
        Assert.Contains("OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20sk-secret", lines, StringComparison.Ordinal);
        Assert.Contains("LANGFUSE_PUBLIC_KEY=pk-1", lines, StringComparison.Ordinal);
        page.Find(".notice-pane button").Click();
        Assert.DoesNotContain("sk-secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Revoking_a_key_is_asked_twice()
    {
        using var studio = With();
        studio.Answers.Give("/api/v1/api-keys/pk-1", new { });
        var page = studio.Render<SettingsPage>();
        page.WaitForElement("td button").Click();
        Assert.DoesNotContain("DELETE /api/v1/api-keys/pk-1", studio.Answers.Asked);
        page.Find("td button.danger").Click();
        page.WaitForAssertion(() => Assert.Contains("DELETE /api/v1/api-keys/pk-1", studio.Answers.Asked));
    }

    private static StudioContext With()
    {
        var studio = new StudioContext();
        studio.Answers.Give("/api/v1/me", new CurrentUser("1", "ada@example.org", "Ada", [new WorkspaceSummary("7", "Airline", "owner")]));
        studio.Answers.Give("/api/v1/api-keys", new Page<ApiKeySummary>([Key], null));
        return studio;
    }
}
