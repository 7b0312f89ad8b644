using CozeLoop.Testing.Servers;

namespace CozeLoop.Testing.Containers;

/// <summary>Debian's MariaDB in place of the image <c>mysql</c>, with what that one's start script does: system tables, the user of its
/// variables, and the files of its folder for the first start.</summary>
internal static class MySqlImage
{
    private const string FirstStart = "/docker-entrypoint-initdb.d/",
        Users = "/run/users.sql",
        DataFolder = "/var/lib/mysql",
        DataOption = "--datadir=";

    public static ContainerImage Image =>
        new(["mariadbd", "--no-defaults", "--socket=/tmp/mysqld.sock", $"--init-file={Users}", DataOption + DataFolder], User: 999)
        {
            Folders = ["/tmp"],
        };

    /// <summary>The spec with the statements of its first start, and the data folder as it is after it.</summary>
    /// <param name="data">The folder of this machine that is the container's data volume.</param>
    public static async Task<ContainerSpec> PrepareAsync(ContainerSpec spec, string data)
    {
        string inside =
            (spec.Arguments ?? [])
                .LastOrDefault(argument => argument.StartsWith(DataOption, StringComparison.Ordinal))
                ?[DataOption.Length..]
            ?? DataFolder;
        await MariaDbServer.MakeSystemTablesAsync(Path.Combine(data, Path.GetRelativePath(DataFolder, inside)));
        string user = $"CREATE USER '{spec.Environment["MYSQL_USER"]}'@'%' IDENTIFIED BY '{spec.Environment["MYSQL_PASSWORD"]}';";
        var statements = spec
            .Files.Where(file => file.Key.StartsWith(FirstStart, StringComparison.Ordinal))
            .SelectMany(file => file.Value.Split('\n'))
            .Where(line => !line.StartsWith("--", StringComparison.Ordinal));
        return spec with { Files = new Dictionary<string, string>(spec.Files) { [Users] = string.Join('\n', statements.Prepend(user)) } };
    }
}
