using System.Security.Cryptography;
using CozeLoop.Platform.Auth;
using CozeLoop.Testing.Stores;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Tests.Auth;

public sealed class MasterKeyProtectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_one_replica_sealed_another_opens()
    {
        string key = NewKey();
        byte[] sealedData = Protector(key, "forms", "v1").Protect([1, 2, 3]);
        Assert.Equal([1, 2, 3], Protector(key, "forms", "v1").Unprotect(sealedData));
        Assert.NotEqual(sealedData, Protector(key, "forms", "v1").Protect([1, 2, 3]));
    }

    [Fact]
    public void Another_purpose_another_installation_and_a_changed_byte_open_nothing()
    {
        string key = NewKey();
        byte[] sealedData = Protector(key, "a", "bc").Protect([1, 2, 3]);
        Assert.ThrowsAny<CryptographicException>(() => Protector(key, "ab", "c").Unprotect(sealedData));
        Assert.ThrowsAny<CryptographicException>(() => Protector(key, "a").Unprotect(sealedData));
        Assert.ThrowsAny<CryptographicException>(() => Protector(NewKey(), "a", "bc").Unprotect(sealedData));
        Assert.ThrowsAny<CryptographicException>(() => Protector(key, "a", "bc").Unprotect(sealedData[..20]));
        sealedData[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => Protector(key, "a", "bc").Unprotect(sealedData));
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private IDataProtector Protector(string masterKey, string purpose, params string[] inner)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("COZELOOP_MASTER_KEY", (string?)masterKey)])
            .Build();
        return new MasterKeyProtection(new MasterKey(configuration, _folder.Data)).CreateProtector(purpose, inner);
    }
}
