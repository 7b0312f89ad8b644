using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime;
using Amazon.S3;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Blobs.S3;

/// <summary>A client of one bucket's server, and what its failures mean here.</summary>
internal sealed class S3Calls(S3Options options) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2),
        RequestTimeout = TimeSpan.FromSeconds(30);

    // Two more attempts, within a second: what lasts longer is for the caller to wait for.
    private const int Retries = 2;

    private readonly AmazonS3Client _client = Create(options);

    public S3Options Options => options;

    /// <summary>Null where the object or the bucket is not there.</summary>
    /// <exception cref="StoreUnavailableException">Everything else that goes wrong: keys that were changed are no more the caller's fault
    /// than a server that is off.</exception>
    public async Task<T?> FindAsync<T>(Func<AmazonS3Client, Task<T>> call, CancellationToken ct)
        where T : class
    {
        try
        {
            return await call(_client);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            throw Unavailable(e);
        }
    }

    /// <exception cref="StoreUnavailableException">The server is away, or does not know the bucket.</exception>
    public async Task<T> CallAsync<T>(Func<AmazonS3Client, Task<T>> call, CancellationToken ct)
        where T : class =>
        await FindAsync(call, ct) ?? throw new StoreUnavailableException($"{Name}: there is no bucket {options.Bucket}; the blob store");

    public StoreUnavailableException Unavailable(Exception e) => new($"{Name} ({Reason(e)})", e);

    public void Dispose() => _client.Dispose();

    private string Name => $"The blob store at {options.Endpoint.Authority}";

    private static string Reason(Exception e) =>
        e switch
        {
            OperationCanceledException => "no answer in time",
            AmazonS3Exception { ErrorCode: { Length: > 0 } code } s3 => $"{code}: {s3.Message}",
            _ => (e.GetBaseException()).Message,
        };

    private static AmazonS3Client Create(S3Options options) =>
        new(
            new BasicAWSCredentials(options.AccessKey, options.SecretKey),
            new AmazonS3Config
            {
                ServiceURL = options.Endpoint.ToString(),
                AuthenticationRegion = options.Region,
                ForcePathStyle = true, // a bucket is no host name where the server is "minio"
                MaxErrorRetry = Retries,
                // Checksums beyond S3's own are asked of few servers and refused by some.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
                HttpClientFactory = new Connections(options),
            }
        );

    private sealed class Connections(S3Options options) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig)
        {
            var handler = new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                ConnectTimeout = ConnectTimeout,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            };
            if (options.CertificateAuthority is { } file)
                handler.SslOptions = Trust(file);
            return new HttpClient(handler, disposeHandler: true) { Timeout = RequestTimeout };
        }

        private static SslClientAuthenticationOptions Trust(string file)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.AddRange(authorities);
            return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }
    }
}
