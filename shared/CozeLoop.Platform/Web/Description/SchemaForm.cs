using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace CozeLoop.Platform.Web.Description;

/// <summary>How types of the contract are written as schemas.</summary>
internal static class SchemaForm
{
    private const string Description = "x-ref-description";

    /// <summary>Null writes the schema where it is used: any JSON has no form to refer to.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        (Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(JsonElement)
            ? null
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    public static Task ApplyAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        // Numbers in quotes are read too, for clients that cannot do otherwise; none is ever written so.
        const JsonSchemaType numeric = JsonSchemaType.Integer | JsonSchemaType.Number;
        if (schema.Type is { } type && (type & numeric) != 0)
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
        // Comments are wrapped as code is.
        schema.Description = Unwrapped(schema.Description);
        if (schema.Metadata is { } metadata && metadata.TryGetValue(Description, out object? text))
            metadata[Description] = Unwrapped(text as string)!;
        return Task.CompletedTask;
    }

    /// <summary>What may be null or a record is written as a choice, and what a comment says of it belongs to the choice.</summary>
    public static void RaiseDescriptions(OpenApiComponents components)
    {
        var properties = (components.Schemas ?? new Dictionary<string, IOpenApiSchema>()).Values.SelectMany(schema =>
            schema.Properties?.Values ?? []
        );
        foreach (var property in properties.OfType<OpenApiSchema>().Where(p => p is { Description: null, OneOf.Count: > 0 }))
        {
            property.Description = property.OneOf![^1].Description;
            if (property.OneOf[^1] is OpenApiSchemaReference reference)
                reference.Description = null;
        }
    }

    /// <param name="json">A JSON schema as the code writes it.</param>
    public static IOpenApiSchema Parse(string json) =>
        OpenApiModelFactory.Parse<OpenApiSchema>(json, OpenApiSpecVersion.OpenApi3_1, new OpenApiDocument(), out _)
        ?? throw new InvalidOperationException("The schema cannot be read: " + json);

    private static string? Unwrapped(string? text) =>
        text is null ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
