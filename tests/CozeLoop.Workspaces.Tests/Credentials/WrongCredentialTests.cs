using System.Net;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Credentials;

public sealed class WrongCredentialTests
{
    private const int PerMinute = 600;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_sends_wrong_keys_by_the_thousand_is_told_to_wait_and_a_known_key_of_the_same_place_goes_on()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var http = TestHttp.Create(workspaces.Host.Address);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, WorkspacesUnderTest.SecretKey)).StatusCode);
        int looked = 0;
        HttpResponseMessage answer;
        const int many = 5 * PerMinute;
        do answer = await AskAsync(http, $"sk-invented-{looked}");
        while (answer.StatusCode == HttpStatusCode.Unauthorized && ++looked < many);

        Assert.InRange(looked, PerMinute, many - 1);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("Too many wrong credentials", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, WorkspacesUnderTest.SecretKey)).StatusCode);
    }

    [Fact]
    public async Task A_browser_of_a_place_that_must_wait_is_told_so_and_not_sent_to_the_login_again()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var http = TestHttp.Create(workspaces.Host.Address);
        var status = HttpStatusCode.OK;
        // One more may be asked every tenth of a second: the browser may be the one that gets it, and then its cookie is nobody's.
        for (int tries = 0, key = 0; status != HttpStatusCode.TooManyRequests && tries < 50; tries++)
        {
            while ((await AskAsync(http, $"sk-invented-{key}")).StatusCode != HttpStatusCode.TooManyRequests)
                key++;
            using var page = new HttpRequestMessage(HttpMethod.Get, "/api/v1/members");
            page.Headers.Add("Accept", "text/html");
            page.Headers.Add("Cookie", $"cozeloop_session=invented-{tries}");
            using var answer = await http.SendAsync(page, Ct);
            status = answer.StatusCode;
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
    }

    [Fact]
    public async Task One_wrong_key_sent_again_and_again_locks_out_no_other_of_its_place()
    {
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var http = TestHttp.Create(workspaces.Host.Address);
        for (int i = 0; i < PerMinute + 100; i++)
        {
            using var refused = await AskAsync(http, "sk-of-an-old-exporter");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, WorkspacesUnderTest.SecretKey)).StatusCode);
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient http, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/members") { Headers = { Authorization = new("Bearer", key) } };
        return await http.SendAsync(request, Ct);
    }
}
