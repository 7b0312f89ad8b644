using System.Net;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Outbound;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Models.Connections;

/// <summary>What a new connection must look like.</summary>
internal static class ConnectionRules
{
    private const int MaxName = 100,
        MaxKey = 4096,
        MaxModels = 200;

    /// <summary>Null when it may be stored.</summary>
    public static ProblemHttpResult? Check(CreateConnection body, ModelsOptions options)
    {
        if (body.Name is not { Length: > 0 and <= MaxName } || body.Name.Contains('/'))
            return Problem.Invalid("name", $"A name has 1 to {MaxName} characters and no '/'.");
        if (body.Provider is not (ConnectionProviders.OpenAi or ConnectionProviders.Anthropic or ConnectionProviders.Simulated))
            return Problem.Invalid("provider", "The provider is openai, anthropic or simulated.");
        if (CheckKey(body.ApiKey) is { } problem)
            return problem;
        if (body.Models is { Count: > MaxModels } || body.Models?.Any(string.IsNullOrWhiteSpace) == true)
            return Problem.Invalid("models", $"At most {MaxModels} names, none of them empty.");
        return body.BaseUrl is null ? null : CheckUrl(body.BaseUrl, options);
    }

    /// <summary>Null when it may be stored; no key is one too.</summary>
    public static ProblemHttpResult? CheckKey(string? key) =>
        key is { Length: > MaxKey } || key?.Any(c => c is < ' ' or > '~') == true
            ? Problem.Invalid("apiKey", $"A key has at most {MaxKey} printable ASCII characters.")
            : null;

    private static ProblemHttpResult? CheckUrl(string text, ModelsOptions options)
    {
        bool usable =
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.UserInfo.Length == 0
            && url.Query.Length == 0
            && url.Fragment.Length == 0;
        if (!usable || text.Length > 2000)
            return Problem.Invalid("baseUrl", "A base URL is http or https, without user, query or fragment.");
        // Names are checked when they are connected to; an address can be refused at once.
        bool refused = IPAddress.TryParse(url!.IdnHost.Trim('[', ']'), out var address) && !AddressRules.MayReach(address, options);
        return refused ? Problem.Unprocessable("address_refused", new AddressRefusedException(url.Host).Message) : null;
    }
}
