using System.Text.Json;

namespace CozeLoop.Platform.Web.Requests;

/// <summary>A field of a body that cannot be taken.</summary>
/// <param name="field">Below the value being read (whose own place is <see cref="JsonException.Path"/>), such as
/// <c>messages[2].content</c>; empty for itself.</param>
/// <param name="what">What is wrong, in words that follow the field's name: "is required".</param>
public sealed class FieldException(string field, string what)
    : JsonException(field.Length == 0 ? $"The value {what}." : $"'{field}' {what}.")
{
    public string Field { get; } = field;

    public string What { get; } = what;
}
