using System.Text.Json;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>One route and method, and what it takes.</summary>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Body">JSON schema of the body; null where the description knows none.</param>
public sealed record FuzzOperation(string Method, string Path, IReadOnlyList<string> Query, JsonElement? Body)
{
    /// <summary>Writes a body of a form that no schema describes.</summary>
    public Func<Random, FuzzBody>? Form { get; init; }

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A body as bytes with its content type.</summary>
public sealed record FuzzBody(byte[] Bytes, string ContentType);
