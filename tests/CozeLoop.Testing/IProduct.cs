using System.Net.Http.Headers;

namespace CozeLoop.Testing;

/// <summary>A product that runs, in whatever shape, with the first owner and key of <see cref="RunningProduct"/>.</summary>
public interface IProduct : IAsyncDisposable
{
    /// <summary>Where its studio and its API answer.</summary>
    Uri Address { get; }

    /// <summary>The address of this machine at which the product reaches servers of the test.</summary>
    string TestAddress => "127.0.0.1";
}

public static class ProductClients
{
    /// <summary>A client with the first key; the caller disposes it.</summary>
    public static HttpClient CreateClient(this IProduct product)
    {
        var http = TestHttp.Create(product.Address);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningProduct.SecretKey);
        return http;
    }

    /// <summary>Runs <c>cozeloop …</c> to its end, as a client of this product with the first key.</summary>
    public static Task<ExternalProgram.Result> RunCommandAsync(
        this IProduct product,
        IEnumerable<string> arguments,
        CancellationToken ct = default
    )
    {
        var environment = new Dictionary<string, string>
        {
            ["COZELOOP_URL"] = product.Address.ToString(),
            ["COZELOOP_KEY"] = RunningProduct.SecretKey,
        };
        return ExternalProgram.RunAsync("dotnet", [RunningProduct.ProductFile(), .. arguments], environment, ct: ct);
    }
}
