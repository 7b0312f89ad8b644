using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Starting;
using CozeLoop.Testing.Stores;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Tests.Auth;

public sealed class MasterKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_is_made_once_where_there_is_one_machine() => Assert.Equal(Key().Derive("a"), Key().Derive("a"));

    [Fact]
    public void A_key_is_never_made_where_hosts_share_a_database_server()
    {
        var refused = Assert.Throws<StartException>(() => Key(("ConnectionStrings:MySql", "Server=h")));
        Assert.Contains("COZELOOP_MASTER_KEY is not set", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Data.Root));
    }

    [Fact]
    public void The_key_of_an_embedded_installation_goes_on_with_a_database_server()
    {
        byte[] before = Key().Derive("a");
        Assert.Equal(before, Key(("ConnectionStrings:MySql", "Server=h")).Derive("a"));
    }

    [Fact]
    public void A_missing_key_beside_data_is_not_made_anew()
    {
        File.WriteAllText(Path.Combine(_folder.Data.Root, "models.db"), "rows");
        Assert.Contains("master.key is missing", Assert.Throws<StartException>(() => Key()).Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder.Data.Root));
    }

    private MasterKey Key(params (string Name, string Value)[] settings) =>
        new(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build(),
            _folder.Data
        );
}
