using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace CozeLoop.Platform.Redis;

/// <summary>The client's settings: whatever Redis does, no one waits for it for long, and nothing is queued for later.</summary>
internal static class RedisConfiguration
{
    private const int TimeoutMs = 250,
        ConnectTimeoutMs = 1000;

    public static ConfigurationOptions Of(RedisOptions options)
    {
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,
            SyncTimeout = TimeoutMs,
            AsyncTimeout = TimeoutMs,
            ConnectTimeout = ConnectTimeoutMs,
            ConnectRetry = 1,
            ReconnectRetryPolicy = new LinearRetry(ConnectTimeoutMs),
            ClientName = "cozeloop",
            User = options.User,
            Password = options.Password,
            Ssl = options.Tls,
        };
        foreach (var endpoint in options.Endpoints)
            configuration.EndPoints.Add(endpoint.Host, endpoint.Port);
        if (options.CertificateAuthority is { } file)
            configuration.CertificateValidation += (_, certificate, _, _) => certificate is not null && Descends(certificate, file);
        return configuration;
    }

    private static bool Descends(X509Certificate certificate, string authorityFile)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authorityFile);
        using var own = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(own);
    }
}
