using CozeLoop.Models.Connections;
using Xunit;

namespace CozeLoop.Models.Tests.Connections;

public class SecretBoxTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void A_sealed_key_opens_again_and_shows_nothing()
    {
        var box = new SecretBox(Key);
        string sealedKey = box.Seal("sk-secret", "1/c");
        Assert.Equal("sk-secret", box.Open(sealedKey, "1/c"));
        Assert.DoesNotContain("sk-secret", System.Text.Encoding.Latin1.GetString(Convert.FromBase64String(sealedKey)));
        Assert.NotEqual(sealedKey, box.Seal("sk-secret", "1/c"));
    }

    [Fact]
    public void Another_owner_another_master_key_or_a_changed_bit_opens_nothing()
    {
        var box = new SecretBox(Key);
        string sealedKey = box.Seal("sk-secret", "1/c");
        Assert.Null(box.Open(sealedKey, "2/c"));
        Assert.Null(new SecretBox(new byte[32]).Open(sealedKey, "1/c"));
        byte[] changed = Convert.FromBase64String(sealedKey);
        changed[^1] ^= 1;
        Assert.Null(box.Open(Convert.ToBase64String(changed), "1/c"));
        Assert.Null(box.Open("AAAA", "1/c"));
    }

    [Fact]
    public void A_connection_printed_does_not_show_its_key() =>
        Assert.DoesNotContain("sk-", Providers.ProvidersUnderTest.To("http://x", "sk-secret").ToString());
}
