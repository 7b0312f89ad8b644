using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CozeLoop.AllInOne.Tests.Hosting;
using CozeLoop.Contracts.Api;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Description;

/// <summary>The API's description leaves nothing to guess: each operation, parameter, property, unit and error.</summary>
public sealed partial class OpenApiTests(RunningHost host)
{
    // Their errors are their protocols'.
    private static readonly Dictionary<string, string> ErrorSchemas = new()
    {
        ["ingest"] = "OtlpError",
        ["gateway"] = "OpenAiError",
        ["operation GET /health"] = "Health",
    };

    /// <summary>What the end of a name, or the record it stands in, asks the description to say.</summary>
    private static readonly (string Name, string Unit)[] Units =
    [
        ("Ms$", "millisecond"),
        ("Usd$", "US dollar"),
        ("Nano$", "anosecond"),
        ("Seconds$", "second"),
        ("[bB]ytes$", "byte"),
        ("^TokenUsage\\.", "okens"),
        ("Tokens$", "okens"),
        ("^(PriceRow|CreatePrice)\\.(input|output|cache|reasoning)", "US dollars"),
        ("Count$|^Progress\\.|^ImportResult\\.", "[Nn]umber of"),
    ];

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_one_tag_of_the_known()
    {
        var document = await ApiDocument.ReadAsync(host);
        Assert.True(document.Operations.Count > 75, $"{document.Operations.Count} operations");
        string[] known = [.. ApiTags.All.Select(tag => tag.Name)];
        foreach (var (name, operation) in document.Operations)
        {
            Assert.Matches("^[a-z][A-Za-z]+$", (string?)operation["operationId"] ?? name);
            Assert.True((string?)operation["summary"] is { Length: > 5 } summary && IsSummary(summary), $"{name}: {operation["summary"]}");
            string tag = (string)Assert.Single(operation["tags"]!.AsArray())!;
            Assert.Contains(tag, known);
        }
        var ids = document.Operations.Select(o => (string)o.Operation["operationId"]!).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(known, document.Root["tags"]!.AsArray().Select(tag => (string)tag!["name"]!));
        Assert.DoesNotContain(document.Operations, o => o.Name.Contains("/internal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_parameter_and_property_says_what_it_is()
    {
        var document = await ApiDocument.ReadAsync(host);
        var parameters = document.Operations.SelectMany(o =>
            (o.Operation["parameters"]?.AsArray() ?? []).Select(p => (Name: $"{o.Name} {p!["name"]}", Text: (string?)p["description"]))
        );
        var properties = document.Properties.Select(p => (p.Name, Text: (string?)p.Schema["description"]));
        var schemas = document.Root["components"]!["schemas"]!
            .AsObject()
            .Where(s => s.Value!["properties"] is not null)
            .Select(s => (Name: s.Key, Text: (string?)s.Value!["description"]));
        var all = parameters.Concat(properties).Concat(schemas).ToList();
        Assert.True(all.Count > 500, $"{all.Count} texts");
        Assert.Empty(all.Where(one => !IsSentence(one.Text)).Select(one => $"{one.Name}: {one.Text}"));
    }

    [Fact]
    public async Task Every_number_with_a_unit_names_it()
    {
        var numbers = (await ApiDocument.ReadAsync(host)).Properties.Where(p => IsNumber(p.Schema)).ToList();
        Assert.True(numbers.Count > 100, $"{numbers.Count} numbers");
        var silent = numbers.Where(n =>
            Units.Any(u => Regex.IsMatch(n.Name, u.Name) && !Regex.IsMatch((string?)n.Schema["description"] ?? "", u.Unit))
        );
        Assert.Empty(silent.Select(n => $"{n.Name}: {n.Schema["description"]}"));
    }

    [Fact]
    public async Task Every_operation_declares_the_errors_it_may_answer_in_the_form_that_it_answers_them()
    {
        var document = await ApiDocument.ReadAsync(host);
        foreach (var (name, operation) in document.Operations)
        {
            var answers = operation["responses"]!.AsObject();
            var expected = Expected(name, operation).ToList();
            Assert.True(
                expected.All(answers.ContainsKey),
                $"{name} lacks {string.Join(", ", expected.Where(s => !answers.ContainsKey(s)))}"
            );
            string schema = ErrorSchema(name, (string)operation["tags"]![0]!);
            foreach (var (status, answer) in answers.Where(a => a.Key[0] is '4' or '5'))
            {
                Assert.True(((string?)answer!["description"])?.EndsWith('.'), $"{name} {status}");
                var contents = answer["content"]!.AsObject();
                Assert.All(contents, c => Assert.Equal($"#/components/schemas/{schema}", (string?)c.Value!["schema"]!["$ref"]));
                Assert.True(schema != "ProblemDetails" || contents.Single().Key == "application/problem+json", $"{name} {status}");
            }
        }
    }

    /// <summary>As one sees it from outside: who must be known, what stands in the path, what is sent.</summary>
    private static IEnumerable<string> Expected(string name, JsonObject operation)
    {
        if (name.Contains("/health/live", StringComparison.Ordinal))
            return [];
        string[] always = ["503"];
        string[] known = operation["security"] is null ? [] : ["401", "403", "429"];
        string[] sent = operation["requestBody"] is null ? [] : ["400", "413", "415"];
        string[] query = (operation["parameters"]?.AsArray() ?? []).Any(p => (string)p!["in"]! == "query") ? ["400"] : [];
        string[] named = name.Contains('{', StringComparison.Ordinal) ? ["404"] : [];
        return [.. always, .. known, .. sent, .. query, .. named];
    }

    private static string ErrorSchema(string name, string tag) =>
        ErrorSchemas.FirstOrDefault(e => $"{tag} {name}".StartsWith(e.Key, StringComparison.Ordinal)).Value ?? "ProblemDetails";

    private static bool IsNumber(JsonObject schema) =>
        schema["type"] is { } type && Regex.IsMatch(type.ToJsonString(), "\"(integer|number)\"");

    // Imperative or a name, in one line and without a full stop, as a list of operations shows it.
    private static bool IsSummary(string text) => char.IsUpper(text[0]) && text[^1] != '.' && text.Length <= 110;

    private static bool IsSentence(string? text) =>
        text is { Length: > 5 }
        && (char.IsUpper(text[0]) || char.IsDigit(text[0]) || text[0] == '`')
        && text[^1] == '.'
        && !Filler().IsMatch(text);

    [GeneratedRegex("^(Gets|Sets|Gets or sets|The value of)|&[a-z]+;|\\s{2}|<")]
    private static partial Regex Filler();
}
