using CozeLoop.Platform.RocketMq.Proto;
using Grpc.Core;
using Status = CozeLoop.Platform.RocketMq.Proto.Status;

namespace CozeLoop.Platform.RocketMq;

/// <summary>The broker answered with something other than OK.</summary>
internal sealed class RocketMqException(int code, string message) : Exception($"RocketMQ answered {code}: {message}")
{
    public RocketMqException(Status status)
        : this((int)status.Code, status.Message) { }

    public Code Code => (Code)code;

    /// <exception cref="RocketMqException">The status is not OK, or there is none.</exception>
    public static void Check(Status? status)
    {
        if (status is null)
            throw new RocketMqException((int)Code.InternalServerError, "an answer without a status");
        if (status.Code != Code.Ok)
            throw new RocketMqException(status);
    }

    /// <summary>
    /// Whether the same request may do better later: throttling, the broker's catch-all (in local mode also flow control and a full disk),
    /// timeouts, and answers that say "stored, but not as safely as asked". Not a malformed request, a wrong secret or a missing topic.
    /// </summary>
    public static bool IsTransient(Exception e) =>
        e switch
        {
            RocketMqException r => r.Code
                is Code.UnrecognizedClientType
                    or Code.RequestTimeout
                    or Code.TooManyRequests
                    or Code.InternalError
                    or Code.InternalServerError
                    or Code.HaNotAvailable
                    or Code.ProxyTimeout
                    or Code.MasterPersistenceTimeout
                    or Code.SlavePersistenceTimeout,
            RpcException r => r.StatusCode
                is StatusCode.Unavailable
                    or StatusCode.DeadlineExceeded
                    or StatusCode.Internal
                    or StatusCode.Cancelled
                    or StatusCode.Unknown
                    or StatusCode.ResourceExhausted,
            TimeoutException => true,
            _ => false,
        };

    /// <summary>Whether the proxy may have forgotten who this client is: its settings then help.</summary>
    public static bool MayLackSettings(Exception e) =>
        e is RocketMqException { Code: Code.UnrecognizedClientType or Code.InternalServerError };
}
