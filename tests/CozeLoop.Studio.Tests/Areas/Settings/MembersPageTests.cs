using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Settings;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Settings;

public sealed class MembersPageTests
{
    [Theory]
    [InlineData(true, "logs in as before")]
    [InlineData(false, "cozeloop users reset bob@example.test")]
    public void Who_has_an_account_gets_no_link_and_the_page_says_how_they_come_in(bool hasPassword, string said)
    {
        using var studio = new StudioContext();
        studio.Answers.Give("/api/v1/members", new Page<Member>([], null));
        var page = studio.Render<MembersPage>();
        page.WaitForElement("form input[type=email]").Input("bob@example.test");
        var bob = new Member("2", "bob@example.test", "bob", "viewer", hasPassword);
        // One path answers both the list and the addition.
        studio.Answers.Give(
            "/api/v1/members",
            new
            {
                items = new[] { bob },
                member = bob,
                accountExists = true,
            }
        );
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains(said, page.Find(".banner[role=status]").TextContent, StringComparison.Ordinal));
    }
}
