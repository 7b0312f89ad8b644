using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Platform.Web.Requests;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Scores;

internal static class ScoresEndpoints
{
    // A list of the longest, with texts as long as people write. 8 MiB.
    private const long MaxBodyBytes = 8 << 20;

    public static void MapScores(this IEndpointRouteBuilder routes)
    {
        var scores = routes.MapApi("/api/v1/scores", ApiTags.Scores);
        scores
            .MapPost("", AddAsync)
            .RequireScope(Scopes.Annotate)
            .WithBodyLimit(MaxBodyBytes)
            .WithName("addScores")
            .WithSummary("Record one score, or a list of at most 1,000")
            .WithDescription("Durable when it is answered, visible within a second. A score whose id exists is replaced.");
        scores
            .MapGet("", ListAsync)
            .RequireScope(Scopes.Read)
            .Refuses(422)
            .WithParameter("name", "Only scores of this name.")
            .WithParameter("traceId", "Only scores of this trace and its spans.")
            .WithParameter("sessionId", "Only scores of this session.")
            .WithParameter("from", "Inclusive. 24 hours before the end by default; of one trace or session, everything.")
            .WithParameter("to", "Exclusive; now by default.")
            .WithName("listScores")
            .WithSummary("List scores, newest first");
        scores
            .MapDelete("{id}", RemoveAsync)
            .RequireScope(Scopes.Annotate)
            .WithParameter("id", "The score's id.")
            .WithName("deleteScore")
            .WithSummary("Remove a score for good");
    }

    private static async Task<Results<Ok<IReadOnlyList<Score>>, ProblemHttpResult>> AddAsync(
        HttpContext http,
        IMessageBroker broker,
        TimeProvider time,
        JsonElement body,
        CancellationToken ct
    )
    {
        var (inputs, problem) = ReadBody(body);
        if (problem is not null)
            return problem;
        var scores = new List<Score>();
        foreach (var (input, index) in inputs.Select((s, i) => (s, i)))
        {
            var (score, field, error) = ScoreValidation.Read(input, time);
            if (score is null)
                return Problem.Invalid(body.ValueKind == JsonValueKind.Array ? $"[{index}].{field}" : field, error);
            scores.Add(score);
        }
        if (scores.Count == 0)
            return TypedResults.Ok<IReadOnlyList<Score>>([]);
        var message = new ScoresRecorded(http.Caller().WorkspaceId, scores);
        try
        {
            await broker.PublishAsync(Topics.Scores, JsonSerializer.SerializeToUtf8Bytes(message, Json.Compact), ct: ct);
        }
        catch (BrokerFullException e)
        {
            return Problem.Of(503, "queue_full", e.Message);
        }
        return TypedResults.Ok<IReadOnlyList<Score>>(scores);
    }

    private static (IReadOnlyList<ScoreInput> Inputs, ProblemHttpResult? Problem) ReadBody(JsonElement body)
    {
        try
        {
            List<ScoreInput> inputs =
                body.ValueKind == JsonValueKind.Array
                    ? body.Deserialize<List<ScoreInput>>(RequestJson.Options)!
                    : [body.Deserialize<ScoreInput>(RequestJson.Options)!];
            if (inputs.Any(i => i is null))
                return ([], Problem.Invalid("body", "A score is an object."));
            return inputs.Count <= ScoreValidation.MaxScores
                ? (inputs, null)
                : ([], Problem.Invalid("body", $"At most {ScoreValidation.MaxScores} scores at once."));
        }
        catch (JsonException e)
        {
            return ([], Problem.Invalid("body", e.Message));
        }
    }

    private static async Task<Results<Ok<Page<Score>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        HttpContext http,
        ScoreReader reader,
        TimeProvider time,
        string? name,
        string? traceId,
        string? sessionId,
        DateTimeOffset? from,
        DateTimeOffset? to,
        CancellationToken ct
    )
    {
        // Scores of one trace or session are few: no time range hides them unless one is asked for.
        var since = from ?? (traceId is null && sessionId is null ? null : DateTimeOffset.UnixEpoch);
        if (TimeRange.Of(since, to, time) is not { } range)
            return Problem.Invalid("from", TimeRange.Empty);
        var query = new ScoreQuery(http.Caller().WorkspaceId, range, name, traceId, sessionId);
        return await page.ReadAsync(ScoreReader.Name, (limit, after) => reader.ListAsync(query, limit, after, ct));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        HttpContext http,
        Removals removals,
        AuditTrail audit,
        string id,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        var parameters = new SqlParameters();
        string row = ScoreSql.IsOne(caller.WorkspaceId, id, parameters);
        if (!await removals.DeleteAsync("scores", row, parameters, ct))
            return Problem.NotFound("score_not_found", "There is no such score.");
        await audit.RecordAsync(caller, AuditActions.ScoreRemoved, "score:" + id, ct);
        return TypedResults.NoContent();
    }
}
