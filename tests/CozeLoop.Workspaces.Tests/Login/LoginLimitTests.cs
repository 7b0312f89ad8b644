using System.Net;
using System.Net.Http.Json;
using CozeLoop.Contracts.Api;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Login;

public sealed class LoginLimitTests
{
    [Fact]
    public async Task Whoever_tries_passwords_is_stopped_and_others_are_not()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var workspaces = await WorkspacesUnderTest.StartAsync();
        using var http = workspaces.Host.CreateClient();
        int guesses = 0;
        // On a slow machine one more is allowed meanwhile, every six seconds.
        while (guesses < 40 && (await LogInAsync(http, WorkspacesUnderTest.Email, "guess", ct)).StatusCode == HttpStatusCode.Unauthorized)
            guesses++;
        Assert.InRange(guesses, 10, 39);

        var refused = await LogInAsync(http, " Owner@Example.test ", WorkspacesUnderTest.Password, ct);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6));
        Assert.Contains("too_many_attempts", await refused.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await LogInAsync(http, "somebody@else.test", "guess", ct)).StatusCode);
    }

    private static Task<HttpResponseMessage> LogInAsync(HttpClient http, string email, string password, CancellationToken ct) =>
        http.PostAsJsonAsync("/api/v1/login", new LoginRequest(email, password), ct);
}
