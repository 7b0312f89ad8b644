using System.Text.Json.Nodes;
using CozeLoop.Testing.Deployment;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary><c>docker-compose.yml</c> as compose itself understands it, read once for all tests of a class.</summary>
public sealed class ComposeFile : IAsyncLifetime
{
    /// <summary>Why it could not be read; null where it could.</summary>
    public string? Missing { get; private set; }

    public JsonObject Containers { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var containers = await Compose.ContainersAsync(Compose.Secrets);
        if (containers is null)
            Missing = Compose.Missing;
        else
            Containers = containers;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public JsonObject Container(string name) => Containers[name]!.AsObject();

    /// <summary>Name and value, however compose writes them.</summary>
    public IReadOnlyDictionary<string, string> Environment(string name) =>
        Container(name)["environment"] is JsonObject map
            ? map.ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "")
            : new Dictionary<string, string>();
}
