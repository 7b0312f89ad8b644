using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Models.Prices;

internal static class PriceEndpoints
{
    private const decimal MostPerToken = 1;

    /// <summary>Rows of a workspace: each is matched against each call.</summary>
    private const int MostRows = 1000;

    public static void MapPrices(this IEndpointRouteBuilder routes)
    {
        var prices = routes.MapApi("/api/v1/prices", ApiTags.Models);
        prices
            .MapGet("", ListAsync)
            .RequireScope(Scopes.Read)
            .WithParameter("model", "Only the row that applies to this model now.")
            .WithName("listPrices")
            .WithSummary("List price rows in order of precedence");
        prices
            .MapPost("", CreateAsync)
            .RequireScope(Scopes.Write)
            .Refuses(422)
            .WithName("createPrice")
            .WithSummary("Add a price row of the workspace; it wins over the built-in list's rows");
    }

    private static async Task<Results<Ok<Page<PriceRow>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        PriceStore store,
        HttpContext http,
        CancellationToken ct,
        string? model = null
    )
    {
        long workspace = http.Caller().WorkspaceId;
        if (model is null)
            return await page.ReadAsync(PriceStore.List, (limit, after) => store.ListAsync(workspace, limit, after, ct));
        return TypedResults.Ok(new Page<PriceRow>(await store.FindAsync(workspace, model, ct) is { } row ? [row] : [], null));
    }

    private static async Task<Results<Created<PriceRow>, ProblemHttpResult>> CreateAsync(
        CreatePrice body,
        PriceStore store,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (body.Pattern is not { Length: > 0 and <= 500 })
            return Problem.Invalid("pattern", "A pattern has 1 to 500 characters.");
        if (PriceList.PatternError(body.Pattern) is { } error)
            return Problem.Invalid("pattern", error);
        if (body.ValidTo <= body.ValidFrom)
            return Problem.Invalid("validTo", "A row must end after it begins.");
        if (body.Source is { Length: > 500 })
            return Problem.Invalid("source", "At most 500 characters.");
        decimal?[] amounts = [body.Input, body.Output, body.CacheRead, body.CacheWrite, body.Reasoning];
        if (amounts.Any(a => a is < 0 or > MostPerToken))
            return Problem.Invalid("input", $"Prices are US dollars per token, 0 to {MostPerToken}.");
        if (await store.CountAsync(http.Caller().WorkspaceId, ct) >= MostRows)
        {
            return Problem.Unprocessable("too_many_prices", $"A workspace has at most {MostRows} price rows.");
        }
        var created = await store.AddAsync(http.Caller(), body, ct);
        return TypedResults.Created($"/api/v1/prices/{created.Id}", created);
    }
}
