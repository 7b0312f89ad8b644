using System.Net;
using CozeLoop.Platform.RocketMq.Proto;
using Grpc.Core;
using Grpc.Net.Client;
using Status = CozeLoop.Platform.RocketMq.Proto.Status;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// A client's tie to one proxy: its telemetry stream, over which the proxy got the client's settings, and its heartbeat. Ends with the
/// stream; a
/// <see cref="ClientSession"/> then makes a new one.
/// </summary>
internal sealed class ProxyLink : IAsyncDisposable
{
    /// <summary>What one attempt of a call may take.</summary>
    public static readonly TimeSpan CallTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly ClientSettings _client;
    private readonly RequestHeaders _headers;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly AsyncDuplexStreamingCall<TelemetryCommand, TelemetryCommand> _telemetry;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _reading;
    private TaskCompletionSource<Settings> _accepted = New();

    private ProxyLink(DnsEndPoint address, GrpcChannel channel, ClientSettings client, RequestHeaders headers, TimeProvider time)
    {
        (Address, _client, _headers, _time) = (address, client, headers, time);
        Service = new MessagingService.MessagingServiceClient(channel);
        _telemetry = Service.Telemetry(new CallOptions(headers.Next(), cancellationToken: _closing.Token));
        _reading = ReadAsync();
    }

    public DnsEndPoint Address { get; }

    public MessagingService.MessagingServiceClient Service { get; }

    /// <summary>What the server made of the client's settings.</summary>
    public Settings Server { get; private set; } = new();

    /// <exception cref="RpcException">The proxy does not answer, or refuses.</exception>
    public static async Task<ProxyLink> OpenAsync(
        (DnsEndPoint Address, GrpcChannel Channel) proxy,
        ClientSettings client,
        RequestHeaders headers,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var link = new ProxyLink(proxy.Address, proxy.Channel, client, headers, time);
        try
        {
            await link.IntroduceAsync(ct);
            return link;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    public CallOptions Options(TimeSpan within, CancellationToken ct) => new(_headers.Next(), (_time.GetUtcNow() + within).UtcDateTime, ct);

    /// <summary>Sends the settings and waits until the server has taken them.</summary>
    public async Task IntroduceAsync(CancellationToken ct)
    {
        var accepted = New();
        _accepted = accepted;
        var settings = _client.Settings.Clone();
        settings.AccessPoint = ClientSettings.AccessPoint(Address);
        var written = WriteAsync(new TelemetryCommand { Settings = settings }, ct);
        if (await Task.WhenAny(written, _reading) == _reading)
            await _reading;
        await written;
        if (await Task.WhenAny(accepted.Task.WaitAsync(CallTime, _time, ct), _reading) == _reading)
            await _reading;
        Server = await accepted.Task.WaitAsync(CallTime, _time, ct);
    }

    /// <summary>Keeps the link alive; ends, usually with the fault, when it no longer is.</summary>
    public async Task LiveAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Heartbeat, _time);
        while (true)
        {
            var tick = timer.WaitForNextTickAsync(ct).AsTask();
            if (await Task.WhenAny(tick, _reading) == _reading)
            {
                await _reading;
                return;
            }
            await tick;
            var answer = await Service.HeartbeatAsync(
                new HeartbeatRequest { ClientType = _client.Type, Group = _client.Group },
                Options(CallTime, ct)
            );
            if (answer.Status.Code == Code.UnrecognizedClientType)
                await IntroduceAsync(ct);
            else
                RocketMqException.Check(answer.Status);
        }
    }

    /// <summary>Takes leave, so that the server hands this client's messages to others at once.</summary>
    public async Task LeaveAsync()
    {
        await Service.NotifyClientTerminationAsync(
            new NotifyClientTerminationRequest { Group = _client.Group },
            Options(TimeSpan.FromSeconds(2), CancellationToken.None)
        );
        await _telemetry.RequestStream.CompleteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _telemetry.Dispose();
        _writing.Dispose();
        _closing.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _telemetry.ResponseStream.MoveNext(CancellationToken.None))
        {
            var command = _telemetry.ResponseStream.Current;
            switch (command.CommandCase)
            {
                case TelemetryCommand.CommandOneofCase.Settings when command.Status is null || command.Status.Code == Code.Ok:
                    _accepted.TrySetResult(command.Settings);
                    break;
                case TelemetryCommand.CommandOneofCase.Settings or TelemetryCommand.CommandOneofCase.None:
                    throw new RocketMqException(
                        command.Status ?? new Status { Code = Code.InternalServerError, Message = "an empty command" }
                    );
                case TelemetryCommand.CommandOneofCase.VerifyMessageCommand:
                    await WriteAsync(
                        new TelemetryCommand
                        {
                            Status = Unsupported(),
                            VerifyMessageResult = new VerifyMessageResult { Nonce = command.VerifyMessageCommand.Nonce },
                        },
                        _closing.Token
                    );
                    break;
                case TelemetryCommand.CommandOneofCase.PrintThreadStackTraceCommand:
                    await WriteAsync(
                        new TelemetryCommand
                        {
                            Status = Unsupported(),
                            ThreadStackTrace = new ThreadStackTrace { Nonce = command.PrintThreadStackTraceCommand.Nonce },
                        },
                        _closing.Token
                    );
                    break;
            }
        }
        throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "The proxy closed the telemetry stream."));
    }

    // The stream takes one write at a time.
    private async Task WriteAsync(TelemetryCommand command, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            await _telemetry.RequestStream.WriteAsync(command, ct);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static Status Unsupported() => new() { Code = Code.Unsupported, Message = "Not offered by this client." };

    private static TaskCompletionSource<Settings> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
