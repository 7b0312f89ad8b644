using System.Text.Json.Nodes;

namespace CozeLoop.Testing.Deployment;

/// <summary><c>docker-compose.yml</c> as compose itself understands it. Needs no Docker daemon.</summary>
public static class Compose
{
    public const string Missing = "compose is missing: apt-get install docker-compose";

    public static string File { get; } = Path.Combine(Repository.Root, "docker-compose.yml");

    /// <summary>Secrets that the file asks for.</summary>
    public static IReadOnlyDictionary<string, string> Secrets { get; } =
        new Dictionary<string, string>
        {
            ["COZELOOP_MASTER_KEY"] = Convert.ToBase64String(new byte[32]),
            ["MYSQL_ROOT_PASSWORD"] = "root",
            ["MYSQL_PASSWORD"] = "mysql",
            ["CLICKHOUSE_PASSWORD"] = "clickhouse",
            ["REDIS_PASSWORD"] = "redis",
            ["MINIO_PASSWORD"] = "minio-secret",
        };

    /// <summary>What <c>compose config</c> prints; null where there is no compose.</summary>
    public static async Task<ExternalProgram.Result?> ConfigAsync(IReadOnlyDictionary<string, string> variables)
    {
        // A folder of its own: an .env beside the checkout's file would answer for the test.
        string folder = Directory.CreateTempSubdirectory("cozeloop-compose-").FullName;
        try
        {
            var result = await RunAsync(["--project-directory", folder, "-f", File, "config"], variables);
            return result is null
                ? null
                : result with
                {
                    Output = result.Output.Replace(folder, Repository.Root, StringComparison.Ordinal),
                };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The containers by name; null where there is no compose.</summary>
    /// <exception cref="InvalidOperationException">Compose refused the file; it says why.</exception>
    public static async Task<JsonObject?> ContainersAsync(IReadOnlyDictionary<string, string> variables)
    {
        var read = await ConfigAsync(variables);
        if (read is null)
            return null;
        return read.ExitCode == 0 ? Yaml.Parse(read.Output)["services"]!.AsObject() : throw new InvalidOperationException(read.Error);
    }

    private static async Task<ExternalProgram.Result?> RunAsync(string[] arguments, IReadOnlyDictionary<string, string> variables)
    {
        if (ExternalProgram.Find("docker") is { } docker && (await ExternalProgram.RunAsync(docker, ["compose", "version"])).ExitCode == 0)
            return await ExternalProgram.RunAsync(docker, ["compose", .. arguments], variables);
        return ExternalProgram.Find("docker-compose") is { } alone ? await ExternalProgram.RunAsync(alone, arguments, variables) : null;
    }
}
