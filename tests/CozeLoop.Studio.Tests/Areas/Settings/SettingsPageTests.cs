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
        studio.Answers.Give(
            "/api/v1/api-keys",
            new
            {
                items = new[] { Key },
                key = Key,
                secretKey = "sk-secret",
            }
        );
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

    [Fact]
    public void Dead_letters_are_shown_with_their_reason_and_sent_back_after_a_second_question()
    {
        using var studio = With();
        studio.Answers.Give(
            "/api/v1/queues",
            new[] { new QueueState("spans", "writer", 3, 1, 1, 2500), new QueueState("scores", "writer", 0, 0, 0, null) }
        );
        studio.Answers.Give(
            "/api/v1/queues/spans/dead-letters?",
            new Page<DeadMessage>(
                [new("7", "spans", "writer", "m1", "it cannot be read", 16, 6, StudioContext.Now, StudioContext.Now)],
                null
            )
        );
        studio.Answers.Give("/api/v1/queues/spans/dead-letters:redrive", new Redriven(1));
        var page = studio.Render<SettingsPage>();
        page.WaitForAssertion(() => Assert.Contains("it cannot be read", page.Find("#queues").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(studio.Answers.Asked, asked => asked.Contains("/scores/", StringComparison.Ordinal));

        page.Find("#queues .stack button").Click();
        Assert.DoesNotContain("POST /api/v1/queues/spans/dead-letters:redrive", studio.Answers.Asked);
        page.Find("#queues button.danger").Click();
        page.WaitForAssertion(() =>
            Assert.Contains("1 sent back", page.Find("#queues [role=status]").TextContent, StringComparison.Ordinal)
        );
        Assert.Contains("POST /api/v1/queues/spans/dead-letters:redrive", studio.Answers.Asked);
    }

    [Fact]
    public void Who_may_not_see_the_queues_is_told_so()
    {
        using var studio = With();
        studio.Answers.Refuse("/api/v1/queues", 403, "forbidden", "This needs the scope admin.");
        var page = studio.Render<SettingsPage>();
        page.WaitForAssertion(() =>
            Assert.Contains("This needs the scope admin.", page.Find("#queues").TextContent, StringComparison.Ordinal)
        );
    }

    private static StudioContext With()
    {
        var studio = new StudioContext();
        studio.Answers.Give("/api/v1/me", new CurrentUser("1", "ada@example.org", "Ada", [new WorkspaceSummary("7", "Airline", "owner")]));
        studio.Answers.Give("/api/v1/api-keys", new Page<ApiKeySummary>([Key], null));
        studio.Answers.Give("/api/v1/queues", Array.Empty<QueueState>());
        return studio;
    }
}
