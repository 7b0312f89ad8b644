using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace CozeLoop.Platform.Web.Requests;

/// <summary>
/// Takes the contracts' nullable annotations at their word, for fields left out, for null, and for null among the items of a list: the
/// serializer would let all of them through, and 1e400 too: legal JSON that reads as infinity, which cannot be written again.
/// Holds for reading only: what is written may be older than its contract.
/// </summary>
internal static class SoundFields
{
    public static void Require(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Assembly == typeof(object).Assembly)
            return;
        var checks = type.Properties.Select(CheckOf).OfType<Action<object>>().ToArray();
        if (checks.Length == 0)
            return;
        type.OnDeserialized = body =>
        {
            foreach (var check in checks)
                check(body);
        };
    }

    private static Action<object>? CheckOf(JsonPropertyInfo property)
    {
        if (property.Get is not { } get || property.AttributeProvider is not PropertyInfo declared)
            return null;
        if ((Nullable.GetUnderlyingType(declared.PropertyType) ?? declared.PropertyType) == typeof(double))
        {
            return body => CheckNumber(property.Name, get(body));
        }
        if (declared.PropertyType.IsValueType)
            return null;
        var annotation = new NullabilityInfoContext().Create(declared);
        bool required = annotation.ReadState == NullabilityState.NotNull,
            items = HasRequiredItems(annotation);
        return required || items ? body => Check(property.Name, get(body), required, items) : null;
    }

    private static bool HasRequiredItems(NullabilityInfo annotation)
    {
        var item = annotation.ElementType ?? annotation.GenericTypeArguments.LastOrDefault();
        return item is { ReadState: NullabilityState.NotNull }
            && typeof(IEnumerable).IsAssignableFrom(annotation.Type)
            && !item.Type.IsValueType;
    }

    private static void CheckNumber(string name, object? value)
    {
        if (value is double number && !double.IsFinite(number))
            throw new FieldException(name, "is a number out of range");
    }

    private static void Check(string name, object? value, bool required, bool items)
    {
        if (value is null && required)
            throw new FieldException(name, "is required");
        if (!items || value is not IEnumerable list)
            return;
        if (value is IDictionary map)
        {
            foreach (DictionaryEntry entry in map)
                if (entry.Value is null)
                    throw new FieldException($"{name}.{entry.Key}", "is null");
            return;
        }
        int index = 0;
        foreach (object? item in list)
        {
            if (item is null)
                throw new FieldException($"{name}[{index}]", "is null");
            index++;
        }
    }
}
