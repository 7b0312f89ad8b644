using System.Text.Json.Nodes;

namespace CozeLoop.Testing.Containers;

/// <summary>
/// What stands for an image where no image can be pulled or built: this build's services, this machine's programs, the tools' servers.
/// Versions and system libraries are this machine's;
/// MariaDB stands for MySQL.
/// </summary>
internal sealed record ContainerImage(IReadOnlyList<string> EntryPoint, int User)
{
    private const string RocketMqHome = "/home/rocketmq/rocketmq";

    // The image's Java is older and allows the broker all of this by itself.
    private const string JavaOptions =
        "--add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED "
        + "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Folders and files of this machine by the path that they have inside.</summary>
    public IReadOnlyDictionary<string, string> Contents { get; init; } = new Dictionary<string, string>();

    /// <summary>Links by their path inside.</summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>();

    /// <summary>Folders that the image has, besides the spec's.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    public string WorkingFolder { get; init; } = "/";

    /// <exception cref="NotSupportedException">Nothing here stands for this image.</exception>
    public static async Task<ContainerImage> OfAsync(string name)
    {
        string repository = name.Split(':')[0];
        return repository.Split('/')[^1] switch
        {
            var service when repository.EndsWith($"cozeloop/{service}", StringComparison.Ordinal) => Service(service),
            "redis" => new([], User: 999),
            "nginx-unprivileged" => new([], User: 101),
            "mysql" => MySqlImage.Image,
            "minio" => new(["/opt/minio"], User: 1000)
            {
                Contents = new Dictionary<string, string> { ["/opt/minio"] = await UnpackAsync("tools/minio/minio.xz") },
            },
            "rocketmq" => new([], User: 3000)
            {
                Environment = new Dictionary<string, string>
                {
                    ["ROCKETMQ_HOME"] = RocketMqHome,
                    ["JAVA_TOOL_OPTIONS"] = JavaOptions + " -Duser.home=/home/rocketmq",
                },
                Contents = new Dictionary<string, string> { [RocketMqHome + "/lib"] = SharedFolder.Find("tools/rocketmq/lib")! },
                WorkingFolder = "/home/rocketmq",
            },
            _ => throw new NotSupportedException($"Nothing here stands for the image {name}."),
        };
    }

    /// <summary>The service as this build made it, where the image has it as it is published.</summary>
    private static ContainerImage Service(string name)
    {
        var build = ServiceBuild.Of(name);
        var links = Directory
            .EnumerateFileSystemEntries(build.Folder)
            .Select(Path.GetFileName)
            .ToDictionary(entry => "/app/" + entry, entry => $"/build/{entry}");
        links["/app/service"] = "/build/" + build.Program;
        return new(Dockerfile.Read.EntryPoint, User: 1654)
        {
            Environment = Dockerfile.Read.Environment,
            Contents = StaticFiles(Path.Combine(build.Folder, build.Program + ".staticwebassets.runtime.json"))
                .Append(new("/build", build.Folder))
                .ToDictionary(),
            Links = links,
            WorkingFolder = "/app",
        };
    }

    /// <summary>Folders that a build which was not published serves from where they are made.</summary>
    private static IEnumerable<KeyValuePair<string, string>> StaticFiles(string manifest) =>
        !File.Exists(manifest)
            ? []
            : JsonNode.Parse(File.ReadAllText(manifest))!["ContentRoots"]!
                .AsArray()
                .Select(folder => (string)folder!)
                .Where(Directory.Exists)
                .Select(folder => KeyValuePair.Create(folder, folder));

    private static async Task<string> UnpackAsync(string packed)
    {
        var unpacked = await ExternalProgram.RunAsync(SharedFolder.Find("tools/unpack")!, [SharedFolder.Find(packed)!]);
        return unpacked.ExitCode == 0 ? unpacked.Output.Trim() : throw new InvalidOperationException(unpacked.Error);
    }
}
