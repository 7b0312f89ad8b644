using System.Text;
using System.Text.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace CozeLoop.Tracing.Imports;

/// <summary>Files of recorded conversations and traces. Importing the same file again replaces what it wrote before.</summary>
internal static class ImportsEndpoints
{
    private const long MaxBytes = 256L << 20; // of a file
    private const int InMemory = 64 << 10; // bytes of a body
    private const int MaxText = 16 << 20; // bytes of a part that is not a file
    private const string TooMany = "As many imports run as this server takes on at once. Send it again in a few seconds.";

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var imports = routes.MapApi("/api/v1/imports", ApiTags.Imports);
        imports
            .MapPost("/conversations", ConversationsAsync)
            .RequireScope(Scopes.Write)
            .WithBodyLimit(MaxBytes)
            .WithBody("The file, and what to make of it.", ("multipart/form-data", ImportSchemas.Conversations))
            .Refuses(422)
            .DisableAntiforgery()
            .WithName("importConversations")
            .WithSummary("Import conversations, one JSON object per line")
            .WithDescription("The same file again replaces what it wrote before.");
        imports
            .MapPost("/langfuse", LangfuseAsync)
            .RequireScope(Scopes.Write)
            .WithBodyLimit(MaxBytes)
            .WithBody(
                "A trace with its observations as Langfuse exports it, or a list of them.",
                ("application/json", ImportSchemas.Langfuse)
            )
            .Refuses(422)
            .DisableAntiforgery()
            .WithName("importLangfuse")
            .WithSummary("Import traces in Langfuse's export format")
            .WithDescription("The same traces again replace what they wrote before.");
    }

    private static async Task<Results<Ok<ImportResult>, ProblemHttpResult>> ConversationsAsync(
        HttpContext context,
        ConversationImporter importer,
        ImportSeats seats,
        ImportTurns turns,
        CancellationToken ct
    )
    {
        if (!context.Request.HasFormContentType)
            return Problem.Of(415, "unsupported_media_type", "Send multipart/form-data with the part 'file'.");
        if (seats.TakeFor(context) is { } refused)
            return refused;
        IFormCollection form;
        try
        {
            // What is longer than a few kilobytes waits in a temporary file.
            var limits = new FormOptions { MultipartBodyLengthLimit = MaxBytes, ValueLengthLimit = MaxText };
            form = await context.Request.ReadFormAsync(limits, ct);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException && !StoreFaults.IsAway(e))
        {
            return Unreadable(e);
        }
        if (Opener(form, "file") is not { } open)
            return Problem.Invalid("file", "The part 'file' is missing.");
        string? name = form["name"].ToString() is { Length: > 0 } given ? given : null;
        bool sample = string.Equals(form["sample"], "true", StringComparison.OrdinalIgnoreCase);
        if (form.Files["tools"]?.Length > MaxText)
            return Problem.Invalid("tools", $"The tools are longer than {MaxText >> 20} MiB.");
        string? tools = await TextAsync(Opener(form, "tools"), ct);
        // Only now: who sends slowly keeps nobody's import from running.
        using var turn = await turns.EnterAsync(ct);
        if (turn is null)
            return Busy(context, TooMany);
        return await AnswerAsync(importer.ImportAsync(context.Caller().WorkspaceId, open, tools, name, sample, ct), context);
    }

    private static async Task<Results<Ok<ImportResult>, ProblemHttpResult>> LangfuseAsync(
        HttpContext context,
        LangfuseImporter importer,
        ImportSeats seats,
        ImportTurns turns,
        CancellationToken ct
    )
    {
        if (seats.TakeFor(context) is { } refused)
            return refused;
        try
        {
            context.Request.EnableBuffering(InMemory, MaxBytes); // the rest waits in a temporary file
            await context.Request.Body.DrainAsync(ct);
            context.Request.Body.Position = 0;
            using var turn = await turns.EnterAsync(ct);
            if (turn is null)
                return Busy(context, TooMany);
            return await AnswerAsync(importer.ImportAsync(context.Caller().WorkspaceId, context.Request.Body, ct), context);
        }
        catch (JsonException e)
        {
            return Problem.Of(400, "invalid_json", $"The body is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException && !StoreFaults.IsAway(e))
        {
            return Unreadable(e);
        }
    }

    private static async Task<Results<Ok<ImportResult>, ProblemHttpResult>> AnswerAsync(Task<ImportOutcome> import, HttpContext context)
    {
        try
        {
            return await import switch
            {
                ImportOutcome.Done done => TypedResults.Ok(done.Result),
                ImportOutcome.Unusable unusable => Problem.Unprocessable("nothing_to_import", unusable.Reason),
                ImportOutcome.Busy busy => Busy(context, busy.Reason),
                _ => throw new InvalidOperationException("An import is done, unusable or busy."),
            };
        }
        catch (BrokerFullException full)
        {
            return Busy(context, full.Message); // while the scores were sent
        }
    }

    private static ProblemHttpResult Busy(HttpContext context, string reason)
    {
        context.Response.Headers.RetryAfter = "5";
        return Problem.Of(503, "queue_full", reason);
    }

    private static ProblemHttpResult Unreadable(Exception e) =>
        e is BadHttpRequestException { StatusCode: 413 }
            ? Problem.Of(413, "payload_too_large", $"The body is larger than {MaxBytes >> 20} MiB.")
            : Problem.Of(400, "invalid_body", "The body ended early or is not a multipart form.");

    // A form's field and a form's file are both "a part" to the sender.
    private static Func<Stream>? Opener(IFormCollection form, string name)
    {
        if (form.Files[name] is { } file)
            return file.OpenReadStream;
        byte[] text = Encoding.UTF8.GetBytes(form[name].ToString());
        return text.Length > 0 ? () => new MemoryStream(text, writable: false) : null;
    }

    private static async Task<string?> TextAsync(Func<Stream>? open, CancellationToken ct)
    {
        if (open is null)
            return null;
        using var reader = new StreamReader(open());
        return await reader.ReadToEndAsync(ct);
    }
}
