using System.Globalization;
using System.Text.Json.Nodes;

namespace CozeLoop.Testing.Containers;

/// <summary>A service of compose's file, as <see cref="Deployment.Compose"/> reads it, as a container.</summary>
internal static class ComposeContainer
{
    public static ContainerSpec Of(JsonNode service) =>
        new((string)service["image"]!)
        {
            EntryPoint = Words(service["entrypoint"]),
            Arguments = Words(service["command"]),
            Environment = (service["environment"]?.AsObject() ?? []).ToDictionary(
                pair => pair.Key,
                pair => Unescaped((string?)pair.Value ?? "")
            ),
            Folders =
            [
                .. Texts(service["tmpfs"]).Select(entry => entry.Split(':')[0]),
                .. Mounts(service).Where(mount => !File.Exists(mount.Source)).Select(mount => mount.Target),
            ],
            Files = Mounts(service)
                .Where(mount => File.Exists(mount.Source))
                .ToDictionary(mount => mount.Target, mount => File.ReadAllText(mount.Source)),
            User = (string?)service["user"] is { } user ? int.Parse(user.Split(':')[0], CultureInfo.InvariantCulture) : null,
            ReadOnly = string.Equals((string?)service["read_only"], "true", StringComparison.OrdinalIgnoreCase),
        };

    /// <summary>The command that asks for its health.</summary>
    public static IReadOnlyList<string> HealthCheck(JsonNode service) =>
        Words(service["healthcheck"]!["test"])! switch
        {
            ["CMD", .. var command] => command,
            ["CMD-SHELL", var line] => ["sh", "-c", line],
            var other => throw new NotSupportedException(string.Join(' ', other)),
        };

    /// <summary>Between two questions for its health.</summary>
    public static TimeSpan Interval(JsonNode service) =>
        TimeSpan.FromSeconds(int.Parse(((string)service["healthcheck"]!["interval"]!).TrimEnd('s'), CultureInfo.InvariantCulture));

    // Old composes write a mount as source:target:mode, newer ones as an object.
    private static IEnumerable<(string Source, string Target)> Mounts(JsonNode service) =>
        (service["volumes"]?.AsArray() ?? []).Select(volume =>
            volume is JsonObject whole
                ? ((string?)whole["source"] ?? "", (string)whole["target"]!)
                : (((string)volume!).Split(':')[0], ((string)volume!).Split(':')[1])
        );

    private static string[]? Words(JsonNode? list) => list is null ? null : [.. Texts(list).Select(Unescaped)];

    private static IEnumerable<string> Texts(JsonNode? list) =>
        list switch
        {
            null => [],
            JsonArray many => many.Select(text => (string)text!),
            _ => [(string)list!],
        };

    // What compose prints is a compose file again, in which a dollar is written twice.
    private static string Unescaped(string text) => text.Replace("$$", "$", StringComparison.Ordinal);
}
