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

    [Fact]
    public void Two_hashes_of_one_password_differ() => Assert.NotEqual(PasswordHash.Create("x"), PasswordHash.Create("x"));

    [Fact]
    public void What_is_no_hash_verifies_nothing() =>
        Assert.False(PasswordHash.Verify("password", "not a hash"));
}
