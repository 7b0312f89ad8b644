using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;

namespace CozeLoop.Platform.RocketMq;

/// <summary>What every call carries. The language's name is the server's own list, which is not the protocol's enum: any other value closes
/// the telemetry stream.</summary>
internal sealed class RequestHeaders(string clientId, RocketMqCredentials? credentials, TimeProvider time)
{
    public Metadata Next()
    {
        var headers = new Metadata
        {
            { "x-mq-client-id", clientId },
            { "x-mq-language", "DOTNET" },
            { "x-mq-client-version", ClientSettings.ProtocolVersion },
            { "x-mq-protocol", "v2" },
        };
        if (credentials is not null)
            Sign(headers, credentials);
        return headers;
    }

    private void Sign(Metadata headers, RocketMqCredentials credentials)
    {
        string now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        headers.Add("x-mq-date-time", now);
        headers.Add(
            "authorization",
            $"MQv2-HMAC-SHA1 Credential={credentials.AccessKey}, SignedHeaders=x-mq-date-time, "
                + $"Signature={Signature(credentials.SecretKey, now)}"
        );
    }

#pragma warning disable CA5350 // The protocol prescribes SHA-1; as the hash of an HMAC it is not broken.
    private static string Signature(string secret, string text) =>
        Convert.ToHexString(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
}
