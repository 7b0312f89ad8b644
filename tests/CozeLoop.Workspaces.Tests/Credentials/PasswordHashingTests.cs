using CozeLoop.Platform.Web;
using CozeLoop.Workspaces.Credentials;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Credentials;

public sealed class PasswordHashingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_verifies_against_its_own_hash_and_nothing_against_none()
    {
        await using var passwords = new PasswordHashing();
        string stored = await passwords.CreateAsync("correct horse", Ct);
        Assert.True(await passwords.VerifyAsync("correct horse", stored, Ct));
        Assert.False(await passwords.VerifyAsync("another", stored, Ct));
        Assert.False(await passwords.VerifyAsync("correct horse", null, Ct));
        Assert.False(await passwords.VerifyAsync("", stored, Ct));
    }

    [Fact]
    public async Task Of_two_hundred_at_once_a_few_are_checked_and_the_others_are_told_to_come_back()
    {
        await using var passwords = new PasswordHashing();
        var checks = new List<Task<bool>>();
        int refused = 0;
        for (int i = 0; i < 200; i++)
        {
            try
            {
                checks.Add(passwords.VerifyAsync("guess", null, Ct));
            }
            catch (OverloadedException e)
            {
                Assert.Contains("few seconds", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 100, 200 - PasswordHashing.Waiting);
        Assert.All(await Task.WhenAll(checks), Assert.False);
    }

    [Fact]
    public async Task A_password_of_a_megabyte_is_nobodys_and_costs_nothing()
    {
        await using var passwords = new PasswordHashing();
        var answer = passwords.VerifyAsync(new string('x', PasswordHash.MaxLength + 1), null, Ct);
        Assert.True(answer.IsCompletedSuccessfully);
        Assert.False(await answer);
    }
}
