using Amazon.S3;
using Amazon.S3.Model;
using CozeLoop.Platform.Blobs.S3;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Tests.Blobs.S3;

public sealed class BlobBucketTests(SharedMinio minio)
{
    [Fact]
    public async Task A_bucket_that_is_missing_is_made_by_whoever_comes_first()
    {
        var ct = TestContext.Current.CancellationToken;
        using var calls = await minio.CallsAsync("to-be-made");
        var bucket = new BlobBucket(calls);
        Assert.False(await bucket.ExistsAsync(ct));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bucket.EnsureAsync(ct)));
        Assert.True(await bucket.ExistsAsync(ct));
    }

    [Fact]
    public async Task Rules_let_each_class_expire_beside_those_of_others()
    {
        var ct = TestContext.Current.CancellationToken;
        using var calls = await minio.CallsAsync("with-rules", "Prefix=here");
        using var other = await minio.CallsAsync("with-rules", "Prefix=there");
        var bucket = new BlobBucket(calls);
        await bucket.EnsureAsync(ct);
        await calls.CallAsync(
            client =>
                client.PutLifecycleConfigurationAsync(
                    new PutLifecycleConfigurationRequest
                    {
                        BucketName = "with-rules",
                        Configuration = new LifecycleConfiguration { Rules = [Rule("the operator's", "logs/", 3)] },
                    },
                    ct
                ),
            ct
        );
        Assert.False(await bucket.HasRulesAsync(ct));

        await bucket.EnsureRulesAsync(ct);
        await new BlobBucket(other).EnsureRulesAsync(ct);
        await bucket.EnsureRulesAsync(ct);

        Assert.True(await bucket.HasRulesAsync(ct));
        var rules = (
            await calls.CallAsync(
                client => client.GetLifecycleConfigurationAsync(new GetLifecycleConfigurationRequest { BucketName = "with-rules" }, ct),
                ct
            )
        )
            .Configuration
            .Rules;
        Assert.Equal(
            [
                ("here/30d/", 30),
                ("here/365d/", 365),
                ("here/7d/", 7),
                ("here/90d/", 90),
                ("logs/", 3),
                ("there/30d/", 30),
                ("there/365d/", 365),
                ("there/7d/", 7),
                ("there/90d/", 90),
            ],
            rules.Select(r => (((LifecyclePrefixPredicate)r.Filter.LifecycleFilterPredicate).Prefix, r.Expiration.Days!.Value)).Order()
        );
    }

    [Fact]
    public async Task Who_may_not_in_is_told_apart_from_a_server_that_is_off_by_the_reason()
    {
        var server = await minio.ServerAsync();
        using var stranger = new S3Calls(
            S3Options.Parse($"Endpoint={server.Endpoint};Bucket=shared;AccessKey=nobody;SecretKey=knows-nothing")
        );
        var e = await Assert.ThrowsAsync<StoreUnavailableException>(() => new S3BlobStore(stranger).OpenAsync("a"));
        Assert.Contains("InvalidAccessKeyId", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_put_into_a_bucket_that_is_gone_names_it()
    {
        using var calls = await minio.CallsAsync("never-made");
        using var content = new MemoryStream([1]);
        var e = await Assert.ThrowsAsync<StoreUnavailableException>(() => new S3BlobStore(calls).PutAsync("a", content));
        Assert.Contains("never-made", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_says_what_the_bucket_lacks()
    {
        var ct = TestContext.Current.CancellationToken;
        var server = await minio.ServerAsync();
        string address = server.ConnectionString("for-the-doctor");
        Assert.Equal([BlobFault.BucketMissing], (await S3Doctor.CheckAsync(address, ct)).Select(f => f.Fault));
        using var calls = await minio.CallsAsync("for-the-doctor");
        await new BlobBucket(calls).EnsureAsync(ct);
        Assert.Equal([BlobFault.None, BlobFault.NothingExpires], (await S3Doctor.CheckAsync(address, ct)).Select(f => f.Fault));
        await new BlobBucket(calls).EnsureRulesAsync(ct);
        Assert.Equal([BlobFault.None, BlobFault.None], (await S3Doctor.CheckAsync(address, ct)).Select(f => f.Fault));
        Assert.Empty(
            (
                await calls.CallAsync(
                    client => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "for-the-doctor" }, ct),
                    ct
                )
            ).S3Objects
                ?? []
        );
        Assert.Equal(
            [BlobFault.Unusable],
            (await S3Doctor.CheckAsync("Endpoint=127.0.0.1:1;Bucket=nowhere;AccessKey=k;SecretKey=s", ct)).Select(f => f.Fault)
        );
    }

    private static LifecycleRule Rule(string id, string prefix, int days) =>
        new()
        {
            Id = id,
            Status = LifecycleRuleStatus.Enabled,
            Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = prefix } },
            Expiration = new LifecycleRuleExpiration { Days = days },
        };
}
