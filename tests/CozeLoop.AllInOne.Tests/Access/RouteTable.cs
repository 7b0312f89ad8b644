namespace CozeLoop.AllInOne.Tests.Access;

/// <summary>What each route asks of whoever calls: the words are those of <see cref="RoleTests"/>, and <c>anyone</c>.</summary>
internal static class RouteTable
{
    private const string Text = """
        anyone: GET /health/live, GET /health/ready, GET /metrics, GET /openapi/v1.json, GET /docs/{documentName?}
        anyone: GET /docs/scalar.js, GET /docs/scalar.aspnetcore.js, GET /docs/favicon.svg
        anyone: GET /language/{name}, GET /login, GET /set-password
        anyone: POST /api/v1/login, POST /api/v1/login/new-password, POST /api/v1/logout
        anyone: POST /login/password, POST /login/new-password, GET /login/link, POST /logout
        page: GET /, GET /evaluators, GET /evaluators/{Key}, GET /models, GET /not-found, GET /prompts, GET /prompts/{Key}
        page: GET /replays, GET /replays/new, GET /replays/{Id}, GET /sessions, GET /sessions/{SessionId}
        page: GET /traces, GET /traces/{TraceId}, GET /dev/controls
        page: GET /settings, GET /settings/account, GET /settings/audit, GET /settings/members, GET /settings/workspaces
        ingest: POST /v1/traces, POST /api/public/otel/v1/traces, POST /v1/loop/opentelemetry/v1/traces
        read: GET /api/v1/me, PUT /api/v1/me/password, GET /api/v1/me/sessions, DELETE /api/v1/me/sessions, DELETE /api/v1/me/sessions/{id}
        read: GET /api/v1/members, GET /api/v1/workspaces, GET /workspace/{id}, GET /api/v1/actors
        read: GET /api/v1/prompts, GET /api/v1/prompts/{key}, GET /api/v1/prompts/{key}/versions/{version:int}
        read: GET /api/v1/prompts/{key}/versions/{from:int}/diff/{to:int}, POST /api/v1/prompts/{key}/render
        read: GET /api/v1/evaluators, GET /api/v1/evaluators/{key}
        read: GET /v1/models, GET /api/v1/models, GET /api/v1/models/{id}, GET /api/v1/prices
        read: GET /api/v1/replays, GET /api/v1/replays/{id}, GET /api/v1/replays/{id}/plan, GET /api/v1/replays/{id}/items
        read: GET /api/v1/replays/{id}/comparison, GET /api/v1/replays/{id}/report, GET /api/v1/replays/{id}/events
        read: GET /api/v1/replays/draft, GET /api/v1/replays/{id}/items/counts
        read: GET /api/v1/traces, GET /api/v1/traces/events, GET /api/v1/traces/histogram, GET /api/v1/traces/{traceId}, GET /api/v1/facets
        read: GET /api/v1/sessions, GET /api/v1/sessions/{id}, GET /api/v1/users, GET /api/v1/spans, GET /api/v1/spans/{traceId}/{spanId}
        read: GET /api/v1/spans/{traceId}/{spanId}/text, GET /api/v1/scores
        annotate: POST /api/v1/scores, DELETE /api/v1/scores/{id}
        write: POST /api/v1/prompts, DELETE /api/v1/prompts/{key}, PUT /api/v1/prompts/{key}/draft, POST /api/v1/prompts/{key}/versions
        write: PUT /api/v1/prompts/{key}/labels/{label}
        write: POST /api/v1/evaluators, POST /api/v1/evaluators/{key}/versions, POST /api/v1/evaluators/{key}/run
        write: POST /v1/chat/completions, POST /api/v1/models, PUT /api/v1/models/{id}/key, DELETE /api/v1/models/{id}
        write: POST /api/v1/models/{id}/test, POST /api/v1/prices
        write: POST /api/v1/replays, POST /api/v1/replays/{id}/start, POST /api/v1/replays/{id}/pause, POST /api/v1/replays/{id}/resume
        write: POST /api/v1/replays/{id}/cancel, POST /api/v1/replays/{id}/promote, PUT /api/v1/replays/draft, DELETE /api/v1/replays/draft
        write: POST /api/v1/imports/conversations, POST /api/v1/imports/langfuse
        write: DELETE /api/v1/imports/sample, DELETE /api/v1/traces/{traceId}
        admin: GET /api/v1/api-keys, POST /api/v1/api-keys, DELETE /api/v1/api-keys/{publicKey}, GET /api/v1/audit
        admin: POST /api/v1/members, PUT /api/v1/members/{userId}, DELETE /api/v1/members/{userId}, POST /api/v1/members/{userId}/invitation
        admin: POST /api/v1/workspaces, PUT /api/v1/workspaces/{id}
        operate: GET /api/v1/queues, GET /api/v1/queues/{topic}/dead-letters, POST /api/v1/queues/{topic}/dead-letters:redrive
        internal: POST /internal/credentials/verify, POST /internal/users/reset, POST /internal/models/calls
        internal: POST /internal/models/runs/{runId}/abandon, POST /internal/spans/select
        """;

    /// <summary>By <c>METHOD /route</c>, as the code writes the route.</summary>
    public static readonly Dictionary<string, string> Access = Text.Split('\n')
        .Select(line => line.Split(": ", 2))
        .SelectMany(line => line[1].Split(", ").Select(route => (Route: route, Word: line[0])))
        .ToDictionary(entry => entry.Route, entry => entry.Word);
}
