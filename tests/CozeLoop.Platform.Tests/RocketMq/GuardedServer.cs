using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CozeLoop.Testing.Servers;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>A server that demands signed requests and shows a certificate of a private authority.</summary>
public sealed class GuardedServer : IAsyncLifetime
{
    public const string User = "loop",
        Secret = "loop-secret";
    private const string Provider = "org.apache.rocketmq.auth.authentication.provider.DefaultAuthenticationProvider";

    private RocketMqServer? _server;

    /// <summary>Without credentials and TLS.</summary>
    public string ConnectionString => (_server ?? throw new InvalidOperationException("There is no server.")).ConnectionString;

    public string CertificateAuthority => Path.Combine(_server!.Folder, "ca.pem");

    public async ValueTask InitializeAsync()
    {
        if (RocketMqServer.Missing is not null)
            return;
        _server = await RocketMqServer.StartAsync(
            proxyKeys: $$"""
            "authenticationEnabled":true,"authenticationProvider":"{{Provider}}",
            "authenticationMetadataProvider":"org.apache.rocketmq.proxy.auth.ProxyAuthenticationMetadataProvider",
            "innerClientAuthenticationCredentials":"{\"accessKey\":\"{{User}}\",\"secretKey\":\"{{Secret}}\"}"
            """,
            brokerLines: $$"""
            authenticationEnabled=true
            authenticationProvider={{Provider}}
            authenticationMetadataProvider=org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider
            initAuthenticationUser={"username":"{{User}}","password":"{{Secret}}"}
            innerClientAuthenticationCredentials={"accessKey":"{{User}}","secretKey":"{{Secret}}"}
            """,
            filesFirst: WriteCertificates
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <returns>The proxy's keys that name the files.</returns>
    private static string WriteCertificates(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = RSA.Create(2048);
        var authorityRequest = new CertificateRequest(
            "CN=test authority",
            authorityKey,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=proxy", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);

        string certificateFile = Path.Combine(folder, "proxy.pem"),
            keyFile = Path.Combine(folder, "proxy.key");
        File.WriteAllText(Path.Combine(folder, "ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return $"\"tlsTestModeEnable\":false,\"tlsCertPath\":\"{certificateFile}\",\"tlsKeyPath\":\"{keyFile}\"";
    }
}
