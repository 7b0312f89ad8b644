using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Workspaces.Keys;

internal static class ApiKeyEndpoints
{
    private static readonly string[] KnownScopes = [Scopes.Ingest, Scopes.Read, Scopes.Write, Scopes.Admin];

    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapApi("/api/v1/api-keys", ApiTags.Workspace).RequireScope(Scopes.Admin);
        keys.MapGet("", ListAsync).WithName("listApiKeys").WithSummary("List the workspace's keys, without their secrets");
        keys.MapPost("", CreateAsync).WithName("createApiKey").WithSummary("Create a key; its secret is shown only once");
        keys.MapDelete("/{publicKey}", RevokeAsync)
            .WithParameter("publicKey", "The key's public part, `pk-…`.")
            .WithName("revokeApiKey")
            .WithSummary("Revoke a key; it stops working at once");
    }

    private static Task<Results<Ok<Page<ApiKeySummary>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        HttpContext http,
        ApiKeyStore keys,
        CancellationToken ct
    ) => page.ReadAsync(ApiKeyStore.List, (limit, after) => keys.ListAsync(http.Caller().WorkspaceId, limit, after, ct));

    private static async Task<Results<Created<CreatedApiKey>, ProblemHttpResult>> CreateAsync(
        CreateApiKey request,
        HttpContext http,
        ApiKeyStore keys,
        TimeProvider time,
        CancellationToken ct
    )
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 200)
            return Problem.Invalid("name", "A key needs a name of 1 to 200 characters.");
        if (request.Scopes is { } scopes && (scopes.Count == 0 || scopes.Except(KnownScopes).Any()))
            return Problem.Invalid("scopes", $"Scopes are {string.Join(", ", KnownScopes)}.");
        if (request.ExpiresAt <= time.GetUtcNow())
            return Problem.Invalid("expiresAt", "The key would have expired already.");
        return TypedResults.Created((string?)null, await keys.CreateAsync(http.Caller(), request, ct));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string publicKey,
        HttpContext http,
        ApiKeyStore keys,
        CancellationToken ct
    )
    {
        if (!await keys.RevokeAsync(http.Caller(), publicKey, ct))
        {
            return Problem.NotFound("api_key_not_found", $"This workspace has no key {publicKey}.");
        }
        return TypedResults.NoContent();
    }
}
