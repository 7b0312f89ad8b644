using Microsoft.AspNetCore.Http;

namespace CozeLoop.Testing.Servers;

/// <summary>What goes wrong with one request.</summary>
public abstract record ChdbHttpFault
{
    /// <summary>In place of an answer; true where nothing else is to be done.</summary>
    internal virtual Task<bool> BeforeAsync(HttpContext http) => Task.FromResult(false);

    /// <summary>With the answer.</summary>
    internal virtual Task AfterAsync(HttpContext http, byte[] answer) => ChdbHttpReply.RowsAsync(http, answer);

    /// <summary>The server refuses with an error of its own, before it does anything.</summary>
    public sealed record Refusal(int Code, string Message) : ChdbHttpFault
    {
        internal override async Task<bool> BeforeAsync(HttpContext http)
        {
            await ChdbHttpReply.ErrorAsync(http, $"Code: {Code}. DB::Exception: {Message}");
            return true;
        }
    }

    /// <summary>A proxy answers for a server that it does not reach.</summary>
    public sealed record BadGateway : ChdbHttpFault
    {
        internal override async Task<bool> BeforeAsync(HttpContext http)
        {
            http.Response.StatusCode = 502;
            await http.Response.WriteAsync("<html><head><title>502 Bad Gateway</title></head></html>");
            return true;
        }
    }

    /// <summary>The connection is gone when the request arrives on it: a stale one.</summary>
    public sealed record Stale : ChdbHttpFault
    {
        internal override Task<bool> BeforeAsync(HttpContext http)
        {
            http.Abort();
            return Task.FromResult(true);
        }
    }

    /// <summary>The work is done, and the connection ends before the answer.</summary>
    public sealed record Unanswered : ChdbHttpFault
    {
        internal override Task AfterAsync(HttpContext http, byte[] answer)
        {
            http.Abort();
            return Task.CompletedTask;
        }
    }

    /// <summary>200, half of the rows, and the connection ends.</summary>
    public sealed record BrokenOff : ChdbHttpFault
    {
        internal override Task AfterAsync(HttpContext http, byte[] answer) => ChdbHttpReply.BrokenOffAsync(http, answer);
    }

    /// <summary>200, half of the rows, then an error and a regular end: what a server does that sends rows before it has them
    /// all.</summary>
    public sealed record MidStream(int Code, string Message) : ChdbHttpFault
    {
        internal override Task AfterAsync(HttpContext http, byte[] answer) =>
            ChdbHttpReply.TaggedErrorAsync(http, answer, $"Code: {Code}. DB::Exception: {Message}");
    }

    /// <summary>Answers when <paramref name="Until"/> has completed, or never where the client leaves first.</summary>
    public sealed record Slow(Task Until) : ChdbHttpFault
    {
        internal override async Task<bool> BeforeAsync(HttpContext http)
        {
            await Until.WaitAsync(http.RequestAborted);
            return false;
        }
    }
}
