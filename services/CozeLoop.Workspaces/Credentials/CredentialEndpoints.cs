using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Workspaces.Credentials;

internal static class CredentialEndpoints
{
    public static void MapCredentials(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/credentials/verify", VerifyAsync).Internal();

    private static async Task<Results<Ok<CallerIdentity>, ProblemHttpResult>> VerifyAsync(
        VerifyCredential credential,
        CredentialStore credentials,
        CancellationToken ct
    ) =>
        await credentials.FindAsync(credential, ct) is { } identity
            ? TypedResults.Ok(identity)
            : Problem.Of(401, "unauthorized", "This credential is not valid.");
}
