using System.Diagnostics;

namespace CozeLoop.Testing;

/// <summary>Runs a program to its end and keeps what it wrote.</summary>
public static class ExternalProgram
{
    // Where Debian keeps what only root usually runs.
    private static readonly string[] AlsoIn = ["/usr/sbin", "/usr/local/sbin"];

    /// <summary>The full path of a program on the path; null where it is not installed.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Concat(AlsoIn)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    public sealed record Result(int ExitCode, string Output, string Error);

    public static async Task<Result> RunAsync(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? input = null,
        CancellationToken ct = default
    )
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input is not null,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return new Result(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
