using CozeLoop.Workspaces.Credentials;
using Xunit;

namespace CozeLoop.Workspaces.Tests.Credentials;

public sealed class PasswordHashTests
{
    [Fact]
    public void The_password_verifies_and_another_does_not()
    {
        string stored = PasswordHash.Create("correct horse");
        Assert.True(PasswordHash.Verify("correct horse", stored));
        Assert.False(PasswordHash.Verify("correct horse ", stored));
    }

    // Made by another library than the one that verifies here: what is stored outlives the libraries.
    [Fact]
    public void A_hash_that_was_stored_long_ago_verifies() =>
        Assert.True(
            PasswordHash.Verify(
                "correct horse",
                "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg==$rk2Mi3E4dgRMg0fHaYaptWVZRKqs//6b6k3/nntqGJk="
            )
        );

    [Fact]
    public void Two_hashes_of_one_password_differ() => Assert.NotEqual(PasswordHash.Create("x"), PasswordHash.Create("x"));

    [Fact]
    public void What_is_no_hash_verifies_nothing() => Assert.False(PasswordHash.Verify("password", "not a hash"));
}
