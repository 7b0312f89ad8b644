using CozeLoop.Platform.Blobs.S3;

namespace CozeLoop.Platform.Tests.Blobs.S3;

public sealed class S3OptionsTests
{
    [Fact]
    public void Every_part_of_the_connection_string_is_read()
    {
        var options = S3Options.Parse(
            "Endpoint=minio:9000;Bucket=my-bucket;AccessKey=k;SecretKey=\"s;=\";Region=eu-central-1;Tls=true;TlsCa=/ca.pem;Prefix=one/two/"
        );
        Assert.Equal(new S3Options(new Uri("https://minio:9000"), "my-bucket", "k", "s;=", "eu-central-1", "/ca.pem", "one/two/"), options);
    }

    [Fact]
    public void What_is_not_said_has_a_default() =>
        Assert.Equal(
            new S3Options(new Uri("http://minio"), "bucket", "k", "s", "us-east-1", null, ""),
            S3Options.Parse("Endpoint=minio;Bucket=bucket;AccessKey=k;SecretKey=s")
        );

    [Theory]
    [InlineData("Bucket=bucket;AccessKey=k;SecretKey=s", "Endpoint is missing")]
    [InlineData("Endpoint=m:1;AccessKey=k;SecretKey=s", "Bucket is missing")]
    [InlineData("Endpoint=m:1;Bucket=bucket;SecretKey=s", "AccessKey is missing")]
    [InlineData("Endpoint=m:1;Bucket=bucket;AccessKey=k", "SecretKey is missing")]
    [InlineData("Endpoint=http://m:1;Bucket=bucket;AccessKey=k;SecretKey=s", "Endpoint must be host or host:port, not \"http://m:1\"")]
    [InlineData("Endpoint=m:70000;Bucket=bucket;AccessKey=k;SecretKey=s", "Endpoint must be host or host:port")]
    [InlineData("Endpoint=m:1;Bucket=My_Bucket;AccessKey=k;SecretKey=s", "Bucket must be 3 to 63 of a-z")]
    [InlineData("Endpoint=m:1;Bucket=-bucket;AccessKey=k;SecretKey=s", "Bucket must be 3 to 63 of a-z")]
    [InlineData("Endpoint=m:1;Bucket=bucket;AccessKey=k;SecretKey=s;Tls=yes", "Tls must be true or false")]
    [InlineData("Endpoint=m:1;Bucket=bucket;AccessKey=k;SecretKey=s;Prefix=../up", "Prefix must be parts of letters")]
    [InlineData("Endpoints=m:1;Bucket=bucket;AccessKey=k;SecretKey=s", "endpoints is none of")]
    [InlineData("nonsense", "ConnectionStrings:Blobs")]
    public void What_is_wrong_is_said_with_the_settings_name(string connectionString, string why)
    {
        var wrong = Assert.Throws<InvalidOperationException>(() => S3Options.Parse(connectionString));
        Assert.StartsWith("ConnectionStrings:Blobs: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(why, wrong.Message, StringComparison.Ordinal);
    }
}
