using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Sections;

/// <summary>A section of the configuration and the type that says what may stand in it.</summary>
/// <param name="Name">With colons: <c>Tracing:Ingest</c>.</param>
public sealed record SettingsSection(string Name, Type Options)
{
    /// <summary>As an environment variable spells it.</summary>
    public string Variable(string property) => $"{Name.Replace(":", "__", StringComparison.Ordinal)}__{property}";

    /// <summary>
    /// Reads the section. What is wrong is added to <paramref name="faults"/> and keeps its default, so that one start reports all of it.
    /// </summary>
    internal T Read<T>(IConfiguration configuration, List<string> faults)
        where T : class, new()
    {
        var value = new T();
        foreach (var property in Properties(typeof(T)))
        {
            var entry = configuration.GetSection($"{Name}:{property.Name}");
            if (entry.GetChildren().Any())
                property.SetValue(value, entry.Get(property.PropertyType));
            else if (entry.Value is { Length: > 0 } text)
                Set(value, property, text, faults);
        }
        if (value is not IValidatableObject more)
            return value;
        faults.AddRange(more.Validate(new ValidationContext(value)).Select(wrong => Variable(wrong.ErrorMessage!)));
        return value;
    }

    internal static IEnumerable<PropertyInfo> Properties(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite);

    private void Set(object options, PropertyInfo property, string text, List<string> faults)
    {
        var range = property.GetCustomAttribute<RangeAttribute>();
        if (Parse(property.PropertyType, text) is { } parsed && range?.IsValid(parsed) != false)
            property.SetValue(options, parsed);
        else
            faults.Add($"{Variable(property.Name)} must be {Form(property.PropertyType)}{Bounds(range)}, not \"{text}\".");
    }

    private static object? Parse(Type declared, string text)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var invariant = CultureInfo.InvariantCulture;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out int number) ? number : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out long large) ? large : null;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, invariant, out double real) ? real : null;
        if (type == typeof(bool))
            return bool.TryParse(text, out bool flag) ? flag : null;
        if (type == typeof(TimeSpan))
            return TimeSpan.TryParse(text, invariant, out var time) ? time : null;
        return type == typeof(string) ? text : throw new NotSupportedException($"A setting of the type {type.Name} cannot be read.");
    }

    private static string Form(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(TimeSpan))
            return "a time (hours:minutes:seconds)";
        return type == typeof(double) ? "a number" : "a whole number";
    }

    private static string Bounds(RangeAttribute? range) =>
        range is null ? "" : string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}");
}
