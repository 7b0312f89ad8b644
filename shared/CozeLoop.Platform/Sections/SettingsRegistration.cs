using CozeLoop.Platform.Starting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CozeLoop.Platform.Sections;

public static class SettingsRegistration
{
    /// <summary>
    /// Reads a section into <typeparamref name="T"/>, whose properties have their ranges as attributes, and registers it (also as
    /// <see cref="IOptions{T}"/>). A host with wrong values does not start, and names all of them.
    /// </summary>
    /// <param name="section">With colons: <c>Tracing:Ingest</c>.</param>
    public static T AddSettings<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class, new()
    {
        var known = new SettingsSection(section, typeof(T));
        var faults = new List<string>();
        var value = known.Read<T>(configuration, faults);
        services.AddSingleton(known).AddSingleton(value).AddSingleton(Options.Create(value));
        services.AddSettingFaults(faults);
        return value;
    }

    /// <summary>Keeps a host from starting; each fault is a line that names the setting, the value and what it may be.</summary>
    public static void AddSettingFaults(this IServiceCollection services, IEnumerable<string> faults)
    {
        foreach (string fault in faults)
            services.AddSingleton(new SettingFault(fault));
    }

    /// <exception cref="StartException">Some setting is wrong; it names all that are.</exception>
    internal static void ThrowIfSettingsAreWrong(this IServiceProvider services)
    {
        string[] faults = [.. services.GetServices<SettingFault>().Select(f => f.Text).Distinct()];
        if (faults.Length > 0)
            throw new StartException(faults);
    }

    private sealed record SettingFault(string Text);
}
