using System.Text.Json.Serialization;

namespace CozeLoop.Contracts.Api;

/// <summary>An error of the gateway, in OpenAI's format.</summary>
/// <param name="Error">What is wrong.</param>
public sealed record OpenAiError(OpenAiErrorBody Error);

/// <summary>What is wrong with a request to the gateway.</summary>
/// <param name="Message">In an English sentence or two.</param>
/// <param name="Type">The kind of error, such as <c>invalid_request_error</c>.</param>
/// <param name="Param">The field that is at fault; null for none.</param>
/// <param name="Code">A stable word, such as <c>model_not_found</c>.</param>
public sealed record OpenAiErrorBody(string Message, string Type, string? Param, string? Code);

/// <summary>The models of all connections, in OpenAI's format.</summary>
/// <param name="Kind">Always <c>list</c>.</param>
/// <param name="Data">A row for each model of each connection.</param>
public sealed record OpenAiModels([property: JsonPropertyName("object")] string Kind, IReadOnlyList<OpenAiModel> Data);

/// <summary>A model that the gateway serves.</summary>
/// <param name="Id">As a request names it: <c>connection/model</c>.</param>
/// <param name="Kind">Always <c>model</c>.</param>
/// <param name="Created">When its connection was added, in seconds since 1970.</param>
/// <param name="OwnedBy">The connection's provider.</param>
public sealed record OpenAiModel(
    string Id,
    [property: JsonPropertyName("object")] string Kind,
    long Created,
    [property: JsonPropertyName("owned_by")] string OwnedBy
);
