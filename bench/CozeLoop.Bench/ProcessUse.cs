using System.Globalization;

namespace CozeLoop.Bench;

/// <summary>What a process has used, from <c>/proc</c>. On a machine that others use too, core time says more than the clock.</summary>
internal static class ProcessUse
{
    // USER_HZ, which Linux fixes at 100 for every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    public static TimeSpan Cpu(int processId)
    {
        string stat = File.ReadAllText($"/proc/{processId}/stat");
        // The name in parentheses may hold spaces; the fields after it do not. 14 and 15 are user and system time.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    /// <summary>Resident memory in MB.</summary>
    public static double MemoryMb(int processId) => StatusMb(processId, "VmRSS:");

    /// <summary>The most resident memory in MB since the process began or <see cref="ForgetPeak"/> was called.</summary>
    public static double PeakMemoryMb(int processId) => StatusMb(processId, "VmHWM:");

    public static void ForgetPeak(int processId) => File.WriteAllText($"/proc/{processId}/clear_refs", "5");

    private static double StatusMb(int processId, string field)
    {
        string line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
