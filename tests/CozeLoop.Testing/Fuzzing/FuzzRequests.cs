using System.Text;
using System.Text.Json;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>Makes the requests of a run. Each is a function of the seed and its number, so that one can be made again alone.</summary>
/// <param name="description">The product's OpenAPI document.</param>
/// <param name="made">Ids of what the run has prepared, by the beginning of the operation that takes them: <c>GET
/// /api/v1/replays/</c>.</param>
public sealed class FuzzRequests(JsonElement description, IReadOnlyDictionary<string, string[]> made, int seed)
{
    private const double Oddness = 0.07;

    private static readonly string[] ContentTypes =
    [
        "application/json",
        "application/json; charset=utf-16",
        "application/json; charset=none",
        "application/json;charset=\"utf-7\"",
        "text/plain",
        "",
        "x",
        "application/x-protobuf",
        "multipart/form-data; boundary=",
        "application/x-www-form-urlencoded",
        "application/json; charset=",
        "application/problem+json",
        "multipart/form-data; boundary=\"\u0001\"",
    ];

    private static readonly string[] OddHeaders =
    [
        "If-Match",
        "If-None-Match",
        "Idempotency-Key",
        "Cookie",
        "Accept",
        "Accept-Language",
        "Accept-Encoding",
        "Content-Encoding",
        "traceparent",
        "tracestate",
        "Origin",
        "X-Workspace-Id",
        "X-Antiforgery-Token",
        "Range",
        "X-Forwarded-For",
        "Last-Event-ID",
        "If-Modified-Since",
    ];

    private static readonly string[] HeaderValues =
    [
        "",
        "*",
        "\"",
        "W/\"",
        "a,b",
        "gzip",
        "br, deflate",
        "identity;q=0",
        "text/html",
        "text/html;q=x",
        "zh-Hans",
        "cozeloop_session=a%00b; cozeloop_form=CfDJ8",
        "cozeloop_session=\u0001",
        "-1",
        "999999999999999999999",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-0000000000000000-00",
        ".AspNetCore.Culture=c%3Dxx%7Cuic%3D%00",
        "bytes=0-,5-",
        "null",
        "\u00e9",
    ];

    private readonly IReadOnlyList<FuzzOperation> _operations = FuzzOperations.Of(description);

    public IReadOnlyList<FuzzOperation> Operations => _operations;

    /// <param name="number">From 0.</param>
    public FuzzRequest Make(int number)
    {
        var random = new Random(HashCode(seed, number));
        var operation = _operations[number % _operations.Count];
        var headers = new List<(string, string)>();
        while (random.Next(4) == 0)
        {
            headers.Add((OddHeaders[random.Next(OddHeaders.Length)], HeaderValues[random.Next(HeaderValues.Length)]));
        }
        if (random.Next(50) == 0)
        {
            headers.Add(("Authorization", random.Next(2) == 0 ? "Bearer " + OddValues.Text(random) : "Basic " + OddValues.Text(random)));
        }
        return new FuzzRequest(number, operation, Path(operation, random), headers, Body(operation, random));
    }

    private string Path(FuzzOperation operation, Random random)
    {
        var path = new StringBuilder();
        foreach (string part in operation.Path.Split('{', '}').Select((p, i) => i % 2 == 0 ? p : Escaped(operation, p, random)))
        {
            path.Append(part);
        }
        char before = '?';
        foreach (string name in operation.Query.Where(_ => random.Next(5) < 2))
        {
            path.Append(before).Append(name).Append('=').Append(Escaped(operation, name, random));
            before = '&';
        }
        if (random.Next(60) == 0)
        {
            path.Append(before).Append(Uri.EscapeDataString(Well(OddValues.Text(random)))).Append("&&=%ff&a=%ED%A0%80");
        }
        return path.ToString();
    }

    private string Escaped(FuzzOperation operation, string name, Random random)
    {
        bool odd = random.Next(4) == 0;
        if (odd && random.Next(6) == 0)
            return random.Next(3) switch
            {
                0 => "%ED%A0%80",
                1 => "%FF",
                _ => "%2e%2e",
            };
        string value = odd
            ? random.Next(3) == 0
                ? OddValues.Number(random)
                : OddValues.Text(random)
            : KnownValues.OfPlace($"{operation.Method} {operation.Path}", name, made, random);
        if (value.Length > 1500)
            value = value[..1500];
        string escaped = Uri.EscapeDataString(Well(value));
        return escaped.Length == 0 && operation.Path.Contains($"{{{name}}}", StringComparison.Ordinal) ? "%20" : escaped;
    }

    private FuzzBody? Body(FuzzOperation operation, Random random)
    {
        if (operation is { Body: null, Form: null })
        {
            return random.Next(20) == 0 && operation.Method != "GET"
                ? new FuzzBody(Encoding.UTF8.GetBytes(OddValues.Json(random)), "application/json")
                : null;
        }
        var body =
            operation.Form?.Invoke(random)
            ?? new FuzzBody(
                Encoding.UTF8.GetBytes(
                    new SchemaWriter(description, random, random.Next(8) == 0 ? 0 : Oddness).Write(operation.Body!.Value)
                ),
                "application/json"
            );
        if (random.Next(40) == 0)
            body = body with { ContentType = ContentTypes[random.Next(ContentTypes.Length)] };
        return random.Next(30) switch
        {
            0 or 1 or 2 => body with { Bytes = Damaged(body.Bytes, random) },
            3 => body with { Bytes = [] },
            4 => body with { Bytes = Encoding.UTF8.GetBytes(OddValues.Json(random)) },
            _ => body,
        };
    }

    /// <summary>Bytes flipped, taken out, put in, or cut off.</summary>
    private static byte[] Damaged(byte[] bytes, Random random)
    {
        var damaged = bytes.ToList();
        for (int i = random.Next(1, 5); i > 0 && damaged.Count > 0; i--)
        {
            int at = random.Next(damaged.Count);
            switch (random.Next(4))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveAt(at);
                    break;
                case 2:
                    damaged.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    damaged.RemoveRange(at, random.Next(damaged.Count - at));
                    break;
            }
        }
        return [.. damaged];
    }

    private static string Well(string text) => string.Concat(text.EnumerateRunes());

    // Not System.HashCode, which differs from process to process.
    private static int HashCode(int seed, int number) => unchecked((int)((uint)seed * 2_654_435_761u ^ (uint)number * 2_246_822_519u));
}
