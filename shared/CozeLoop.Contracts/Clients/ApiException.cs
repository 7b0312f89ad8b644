namespace CozeLoop.Contracts.Clients;

/// <summary>An answer in <c>application/problem+json</c>, as an exception of the caller's side.</summary>
public sealed class ApiException(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
    : Exception(detail)
{
    public int Status { get; } = status;

    /// <summary>The stable word, such as <c>prompt_not_found</c>.</summary>
    public string Code { get; } = code;
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors ?? new Dictionary<string, string[]>();
}
