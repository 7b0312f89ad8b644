using System.Text.Json;
using System.Text.Json.Serialization;
using CozeLoop.Chat;

namespace CozeLoop.Contracts;

/// <summary>How every JSON body of the platform is written: as <see cref="ChatJson"/> writes messages, with names for enums.</summary>
public static class Json
{
    /// <summary>Levels of a document that is read or written.</summary>
    public const int MaxDepth = ChatJson.MaxDepth;

    /// <summary>For HTTP bodies: nulls are written, because <c>null</c> means "unknown" to a reader.</summary>
    public static JsonSerializerOptions Api { get; } = Create(JsonIgnoreCondition.Never);

    /// <summary>For broker messages and stored documents: nulls are left out.</summary>
    public static JsonSerializerOptions Compact { get; } = Create(JsonIgnoreCondition.WhenWritingNull);

    /// <summary>Applies the platform's form to options that someone else owns (ASP.NET's).</summary>
    public static void Configure(JsonSerializerOptions options, JsonIgnoreCondition nulls)
    {
        ChatJson.Configure(options);
        options.DefaultIgnoreCondition = nulls;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }

    private static JsonSerializerOptions Create(JsonIgnoreCondition nulls)
    {
        var options = new JsonSerializerOptions();
        Configure(options, nulls);
        return options;
    }
}
