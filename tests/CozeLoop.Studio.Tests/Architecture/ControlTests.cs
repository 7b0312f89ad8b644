using System.Reflection;
using CozeLoop.Studio.Controls;
using Xunit;

namespace CozeLoop.Studio.Tests.Architecture;

/// <summary>A control is given what it shows: only pages and the frame ask services, so a control can be drawn in any state.</summary>
public class ControlTests
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type[] Controls =
    [
        .. typeof(StudioService).Assembly.GetTypes().Where(t => t.Namespace == typeof(Viewer).Namespace),
    ];

    [Fact]
    public void Controls_hold_and_take_nothing_that_calls_a_service()
    {
        Assert.NotEmpty(Controls);
        Assert.Empty(Controls.SelectMany(c => Needs(c).Where(CallsServices).Select(need => $"{c.Name} needs {need.Name}")).Distinct());
    }

    private static IEnumerable<Type> Needs(Type control) =>
        control
            .GetFields(All)
            .Select(f => f.FieldType)
            .Concat(control.GetProperties(All).Select(p => p.PropertyType))
            .Concat(control.GetConstructors(All).Cast<MethodBase>().Concat(control.GetMethods(All)).SelectMany(Parameters));

    private static IEnumerable<Type> Parameters(MethodBase method) => method.GetParameters().Select(p => p.ParameterType);

    private static bool CallsServices(Type type) =>
        type == typeof(HttpClient)
        || type == typeof(IHttpClientFactory)
        || type == typeof(IServiceProvider)
        || type.Namespace == "CozeLoop.Studio.Clients"
        || (type.Namespace == "CozeLoop.Contracts.Clients" && !type.IsSubclassOf(typeof(Exception)));
}
