using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CozeLoop.Contracts;

/// <summary>How every JSON body of the platform is written: camelCase, nulls left out in messages, any script readable as it is.</summary>
public static class Json
{
    /// <summary>Levels of a document that is read or written.</summary>
    public const int MaxDepth = 128;

    /// <summary>For HTTP bodies: nulls are written, because <c>null</c> means "unknown" to a reader.</summary>
    public static JsonSerializerOptions Api { get; } = Create(JsonIgnoreCondition.Never);

    /// <summary>For broker messages and stored documents: nulls are left out.</summary>
    public static JsonSerializerOptions Compact { get; } = Create(JsonIgnoreCondition.WhenWritingNull);

    /// <summary>Applies the platform's form to options that somebody else owns (ASP.NET's).</summary>
    public static void Configure(JsonSerializerOptions options, JsonIgnoreCondition nulls)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = true;
        options.DefaultIgnoreCondition = nulls;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.AllowReadingFromString;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.MaxDepth = MaxDepth;
    }

    private static JsonSerializerOptions Create(JsonIgnoreCondition nulls)
    {
        var options = new JsonSerializerOptions();
        Configure(options, nulls);
        return options;
    }
}
