using System.Text.Json.Nodes;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary><c>docker-compose.yml</c> as compose itself understands it. Needs no Docker daemon.</summary>
public sealed class ComposeFile : IAsyncLifetime
{
    public static readonly string[] Services = ["workspaces", "models", "tracing", "prompts", "experiments", "evaluation", "studio"];

    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["COZELOOP_MASTER_KEY"] = "key", ["MYSQL_ROOT_PASSWORD"] = "root", ["MYSQL_PASSWORD"] = "mysql", ["CLICKHOUSE_PASSWORD"] = "clickhouse", ["REDIS_PASSWORD"] = "redis", ["MINIO_PASSWORD"] = "minio",
    };

    /// <summary>Why it could not be read; null where it could.</summary>
    public string? Missing { get; private set; }

    public JsonObject Containers { get; private set; } = [];

    public static string File { get; } = Path.Combine(Repository.Root, "docker-compose.yml");

    /// <summary>Null where there is no compose.</summary>
    internal static async Task<ExternalProgram.Result?> ConfigAsync(IReadOnlyDictionary<string, string> variables)
    {
        // A folder of its own: an .env beside the checkout's file would answer for the test.
        string folder = Directory.CreateTempSubdirectory("cozeloop-compose-").FullName;
        try
        {
            string[] arguments = ["--project-directory", folder, "-f", File, "config"];
            if (ExternalProgram.Find("docker") is { } docker && (await ExternalProgram.RunAsync(docker, ["compose", "version"])).ExitCode == 0) return await ExternalProgram.RunAsync(docker, ["compose", .. arguments], variables);
            return ExternalProgram.Find("docker-compose") is { } alone ? await ExternalProgram.RunAsync(alone, arguments, variables) : null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async ValueTask InitializeAsync()
    {
        var read = await ConfigAsync(Secrets);
        if (read is null)
        {
            Missing = "compose is missing: apt-get install docker-compose";
            return;
        }
        if (read.ExitCode != 0) throw new InvalidOperationException(read.Error);
        Containers = Yaml.Parse(read.Output)["services"]!.AsObject();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public JsonObject Container(string name) => Containers[name]!.AsObject();

    /// <summary>Name and value, however compose writes them.</summary>
    public IReadOnlyDictionary<string, string> Environment(string name) =>
        Container(name)["environment"] is JsonObject map ? map.ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "") : new Dictionary<string, string>();
}
