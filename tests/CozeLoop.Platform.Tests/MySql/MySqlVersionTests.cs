using CozeLoop.Platform.Relational.MySql;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.MySql;

public sealed class MySqlVersionTests
{
    [Theory]
    [InlineData("8.0.36", "MySQL 8.0.36", true, "utf8mb4_0900_bin")]
    [InlineData("8.0.16-log", "MySQL 8.0.16", false, "utf8mb4_0900_bin")]
    [InlineData("9.4.0", "MySQL 9.4.0", true, "utf8mb4_0900_bin")]
    [InlineData("10.11.19-MariaDB-0+deb12u1", "MariaDB 10.11.19", true, "utf8mb4_nopad_bin")]
    [InlineData("5.5.5-10.5.23-MariaDB-log", "MariaDB 10.5.23", false, "utf8mb4_nopad_bin")]
    [InlineData("8.0.11-TiDB-v7.5.0", "MySQL 8.0.11", false, "utf8mb4_0900_bin")]
    public void A_version_says_what_works_with_it(string text, string name, bool enough, string collation)
    {
        var version = MySqlVersion.Parse(text);
        Assert.Equal((name, enough, collation), (version.ToString(), version.IsEnough, version.Collation));
    }

    [Fact]
    public void A_version_of_another_form_is_refused_by_name() =>
        Assert.Contains(
            "PostgreSQL",
            Assert.Throws<InvalidOperationException>(() => MySqlVersion.Parse("PostgreSQL 17")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("User ID=a", "names no Server")]
    [InlineData("Server=h;Nonsense=1", "cannot be read")]
    [InlineData("Server=h;Database=a`b", "letters, digits and underscores")]
    public void A_wrong_connection_string_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<InvalidOperationException>(() => new MySqlServer(text, NullLoggerFactory.Instance)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Databases_are_named_after_the_installation_and_the_service()
    {
        Assert.Equal("cozeloop_models", new MySqlServer("Server=h", NullLoggerFactory.Instance).DatabaseOf("models"));
        Assert.Equal("staging_models", new MySqlServer("Server=h;Database=staging", NullLoggerFactory.Instance).DatabaseOf("models"));
    }
}
