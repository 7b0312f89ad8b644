using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CozeLoop.Platform.Web.Description;

/// <summary>What the OpenAPI document says beside what routes, handlers and XML comments say themselves.</summary>
internal static class ApiDescription
{
    private const string BearerScheme = "key",
        CookieScheme = "session";

    private const string About = """
        The studio, the command line and programs use this one API.

        Ids are texts. Times are RFC 3339 in UTC; durations are milliseconds and end in `Ms`; money is US dollars and ends in `Usd`. `null`
        means unknown, never 0. Lists take `limit` and `cursor`, errors are `application/problem+json` with a stable `code`.

        A key is sent as `Authorization: Bearer sk-…` and belongs to one workspace. With the session cookie, a write also needs the
        anti-forgery header, and `X-Workspace-Id` chooses the workspace.
        """;

    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services
            .AddOpenApi(
                OpenApiPage.Name,
                options =>
                {
                    options.CreateSchemaReferenceId = SchemaForm.NameOf;
                    options.AddSchemaTransformer((schema, context, _) => SchemaForm.ApplyAsync(schema, context));
                    options.AddOperationTransformer((operation, context, _) => Describe(operation, context));
                    options.AddDocumentTransformer((document, _, _) => Describe(document));
                }
            )
            .AddSingleton<OpenApiPage>();

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CozeLoop",
            Version = "v1",
            Description = About,
        };
        document.Components ??= new OpenApiComponents();
        SchemaForm.RaiseDescriptions(document.Components);
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key's secret, `sk-…`.",
            },
            [CookieScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = SessionCookie.Name,
                Description = "The studio's session.",
            },
        };
        var used = document
            .Paths.Values.SelectMany(p => p.Operations!.Values)
            .SelectMany(o => o.Tags ?? new HashSet<OpenApiTagReference>());
        var names = used.Select(t => t.Name).ToHashSet();
        document.Tags = ApiTags
            .All.Where(tag => names.Contains(tag.Name))
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
            .ToHashSet();
        // By path and not by which service maps first: what a change adds stands alone in the snapshot.
        var sorted = new OpenApiPaths();
        foreach (var (path, item) in document.Paths.OrderBy(p => p.Key, StringComparer.Ordinal))
            sorted.Add(path, item);
        document.Paths = sorted;
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var text in metadata.OfType<ParameterText>())
        {
            if (operation.Parameters?.FirstOrDefault(p => p.Name == text.Name) is OpenApiParameter parameter)
                parameter.Description = text.Text;
        }
        if (metadata.OfType<BodyText>().LastOrDefault() is { } body)
            operation.RequestBody = BodyOf(body);
        // The framework keeps the words of some answers only.
        foreach (var answer in metadata.OfType<ProducesResponseTypeMetadata>().Where(answer => answer.Description is not null))
        {
            string status = answer.StatusCode.ToString(CultureInfo.InvariantCulture);
            if (operation.Responses?.GetValueOrDefault(status) is OpenApiResponse response)
                response.Description = answer.Description;
        }
        string[] scopes = [.. metadata.OfType<IAuthorizeData>().Select(a => a.Policy).OfType<string>().Distinct()];
        if (scopes.Length == 0)
            return Task.CompletedTask;
        string needs = string.Create(CultureInfo.InvariantCulture, $"Needs the scope `{string.Join("`, `", scopes)}`.");
        operation.Description = operation.Description is { Length: > 0 } said ? $"{said} {needs}" : needs;
        operation.Security =
        [
            .. ((string[])[BearerScheme, CookieScheme]).Select(scheme => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [.. scopes],
            }),
        ];
        return Task.CompletedTask;
    }

    private static OpenApiRequestBody BodyOf(BodyText body) =>
        new()
        {
            Description = body.Description,
            Required = true,
            Content = body.Contents.ToDictionary(c => c.MediaType, c => new OpenApiMediaType { Schema = SchemaForm.Parse(c.Schema) }),
        };
}
