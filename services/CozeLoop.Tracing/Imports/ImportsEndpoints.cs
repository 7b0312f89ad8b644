using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Imports;

/// <summary>Files of recorded conversations and traces. Importing the same file again replaces what it wrote before.</summary>
internal static class ImportsEndpoints
{
    // A file is read whole: this bounds the memory of one import. 256 MiB.
    private const long MaxBytes = 256L << 20;

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/imports/conversations", ConversationsAsync).RequireScope(Scopes.Write)
            .WithBodyLimit(MaxBytes).WithTags("Imports").DisableAntiforgery()
            .WithSummary("Imports conversations, one JSON object a line: multipart with file, and optionally tools, name, sample=true.");
        routes.MapPost("/api/v1/imports/langfuse", LangfuseAsync).RequireScope(Scopes.Write)
            .WithBodyLimit(MaxBytes).WithTags("Imports").DisableAntiforgery()
            .WithSummary("Imports one trace (or a list of them) in Langfuse's export form.");
    }

    private static async Task<Results<Ok<ImportResult>, ProblemHttpResult>> ConversationsAsync(HttpContext context, ConversationImporter importer, CancellationToken ct)
    {
        if (!context.Request.HasFormContentType) return Problem.Of(415, "unsupported_media_type", "Send multipart/form-data with the part 'file'.");
        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = MaxBytes, ValueLengthLimit = 16 << 20 }, ct);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException && !StoreFaults.IsAway(e))
        {
            return Unreadable(e);
        }
        string? file = await PartAsync(form, "file", ct);
        if (file is null) return Problem.Invalid("file", "The part 'file' is missing.");
        string? name = form["name"].ToString() is { Length: > 0 } given ? given : null;
        bool sample = string.Equals(form["sample"], "true", StringComparison.OrdinalIgnoreCase);
        string? tools = await PartAsync(form, "tools", ct);
        return await AnswerAsync(importer.ImportAsync(context.Caller().WorkspaceId, file, tools, name, sample, ct), context);
    }

    private static async Task<Results<Ok<ImportResult>, ProblemHttpResult>> LangfuseAsync(HttpContext context, LangfuseImporter importer, CancellationToken ct)
    {
        JsonDocument document;
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, ct);
            // Exports of real texts hold halves of characters, and a name with one cannot even be compared.
            JsonEscapes.Sound(body.GetBuffer().AsSpan(0, (int)body.Length));
            document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length), new JsonDocumentOptions { MaxDepth = 128 });
        }
        catch (JsonException e)
        {
            return Problem.Of(400, "invalid_json", $"The body is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
        }
        catch (BadHttpRequestException e)
        {
            return Unreadable(e);
        }
        using (document) return await AnswerAsync(importer.ImportAsync(context.Caller().WorkspaceId, document.RootElement, ct), context);
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

    private static ProblemHttpResult Unreadable(Exception e) => e is BadHttpRequestException { StatusCode: 413 }
        ? Problem.Of(413, "payload_too_large", $"The body is larger than {MaxBytes >> 20} MiB.")
        : Problem.Of(400, "invalid_body", "The body ended early or is no multipart form.");

    // A form's field and a form's file are both "a part" to the sender.
    private static async Task<string?> PartAsync(IFormCollection form, string name, CancellationToken ct)
    {
        if (form.Files[name] is not { } file) return form[name].ToString() is { Length: > 0 } text ? text : null;
        using var reader = new StreamReader(file.OpenReadStream());
        return await reader.ReadToEndAsync(ct);
    }
}
