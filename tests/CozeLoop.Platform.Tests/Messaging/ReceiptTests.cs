using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Tests.Messaging;

public sealed class ReceiptTests
{
    [Fact]
    public void A_receipt_is_read_back_from_its_text() =>
        Assert.Equal(new Receipt(1, 22, 333), Receipt.Parse(new Receipt(1, 22, 333).ToString()));

    [Theory]
    [InlineData("")]
    [InlineData("1:2")]
    [InlineData("1:2:3:4")]
    [InlineData("a:b:c")]
    public void Anything_else_is_no_receipt(string handle) => Assert.Throws<FormatException>(() => Receipt.Parse(handle));
}
