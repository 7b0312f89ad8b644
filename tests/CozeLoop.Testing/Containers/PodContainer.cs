using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CozeLoop.Testing.Deployment;

namespace CozeLoop.Testing.Containers;

/// <summary>A container of a pod, as Helm renders it.</summary>
/// <param name="objects">All of the release, with the Secrets and config maps that the pod names.</param>
internal sealed class PodContainer(IReadOnlyList<JsonNode> objects)
{
    public ContainerSpec Of(JsonObject pod, JsonNode container)
    {
        var volumes = (pod["volumes"]?.AsArray() ?? []).ToDictionary(volume => (string)volume!["name"]!, volume => volume!);
        var mounts = (container["volumeMounts"]?.AsArray() ?? [])
            .Select(mount => (Path: (string)mount!["mountPath"]!, Key: (string?)mount["subPath"], Volume: volumes[(string)mount["name"]!]))
            .ToList();
        return new((string)container["image"]!)
        {
            EntryPoint = Words(container["command"]),
            Arguments = Words(container["args"]),
            Environment = Variables(container),
            Folders = [.. mounts.Where(mount => mount.Volume["configMap"] is null).Select(mount => mount.Path)],
            Files = mounts
                .Where(mount => mount.Volume["configMap"] is not null)
                .ToDictionary(
                    mount => mount.Path,
                    mount => (string)Named("ConfigMap", (string)mount.Volume["configMap"]!["name"]!)["data"]![mount.Key!]!
                ),
            User = int.Parse((string)pod["securityContext"]!["runAsUser"]!, CultureInfo.InvariantCulture),
            ReadOnly = (string?)container["securityContext"]?["readOnlyRootFilesystem"] == "true",
        };
    }

    /// <summary>Its environment with the values of the Secrets it names.</summary>
    public IReadOnlyDictionary<string, string> Variables(JsonNode container) =>
        container
            .Environment()
            .Select(variable => (Name: (string)variable["name"]!, Value: Value(variable)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!);

    /// <summary>The number of a container's port that is called so.</summary>
    public static int Port(JsonNode container, string name) =>
        int.Parse(
            (string)container["ports"]!.AsArray().Single(port => (string)port!["name"]! == name)!["containerPort"]!,
            CultureInfo.InvariantCulture
        );

    private string? Value(JsonNode variable)
    {
        if (variable["value"] is { } value)
            return (string)value!;
        var source = variable["valueFrom"]!["secretKeyRef"]!;
        var secret = Named("Secret", (string)source["name"]!);
        string key = (string)source["key"]!;
        if ((string?)secret["stringData"]?[key] is { } text)
            return text;
        if ((string?)secret["data"]?[key] is { } encoded)
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        return (string?)source["optional"] == "true" ? null : throw new KeyNotFoundException($"The Secret {source["name"]} has no {key}.");
    }

    private JsonNode Named(string kind, string name) =>
        objects.OfKind(kind).FirstOrDefault(o => o.Name() == name) ?? throw new KeyNotFoundException($"There is no {kind} {name}.");

    private static IReadOnlyList<string>? Words(JsonNode? list) => list is null ? null : [.. list.AsArray().Select(word => (string)word!)];
}
