using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CozeLoop.Contracts;

namespace CozeLoop.Platform.Web.Requests;

/// <summary>
/// How bodies of requests are read: what a client sent is taken as it stands or refused with the field's name, so that nothing behind it
/// meets a name given twice, half of a surrogate pair, an invalid number, or null where the contract has a value. What the platform
/// itself has written (messages, stored documents, other services' answers) is read by <see cref="Json"/>, which is as lenient as old data
/// needs.
/// </summary>
public static class RequestJson
{
    /// <summary>For routes that read their body themselves.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the form to options that someone else owns (ASP.NET's).</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        Json.Configure(options, JsonIgnoreCondition.Never);
        options.AllowDuplicateProperties = false;
        options.Converters.Add(new SoundElement());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(SoundFields.Require);
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        return options;
    }
}
