using System.ComponentModel.DataAnnotations;
using System.Reflection;
using CozeLoop.AllInOne.Hosting;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Sections;
using CozeLoop.Testing.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Hosting;

/// <summary>Every setting of every service has a range, and is looked at before the host starts.</summary>
public sealed class OptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_number_and_time_of_every_section_has_a_range_that_its_default_keeps()
    {
        var sections = Services().Select(s => s.ImplementationInstance).OfType<SettingsSection>().ToList();
        Assert.True(sections.Count >= 6, "The services read no settings.");
        foreach (var section in sections)
        {
            object defaults = Activator.CreateInstance(section.Options)!;
            foreach (
                var property in section
                    .Options.GetProperties()
                    .Where(p =>
                        p.CanWrite && (p.PropertyType.IsPrimitive || p.PropertyType == typeof(TimeSpan)) && p.PropertyType != typeof(bool)
                    )
            )
            {
                var range = property.GetCustomAttribute<RangeAttribute>();
                Assert.True(range is not null, $"{section.Variable(property.Name)} has no range.");
                Assert.True(
                    range.IsValid(property.GetValue(defaults)),
                    $"The default of {section.Variable(property.Name)} is out of its range."
                );
            }
        }
    }

    /// <summary>Those that are bound in another way would start with any value, or end with a stack trace.</summary>
    [Fact]
    public void No_type_of_options_is_bound_in_another_way()
    {
        var bound = Services()
            .Select(s => s.ServiceType)
            .Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IConfigureOptions<>))
            .Select(t => t.GetGenericArguments()[0])
            .Where(t => t.Assembly.GetName().Name!.StartsWith("CozeLoop", StringComparison.Ordinal));
        Assert.Empty(bound.Select(t => t.FullName));
    }

    /// <summary>A new type of options without a check fails here, in whatever assembly it stands.</summary>
    [Fact]
    public void Every_type_of_options_is_a_section_or_reads_itself_with_its_faults()
    {
        var sections = Services().Select(s => s.ImplementationInstance).OfType<SettingsSection>().Select(s => s.Options).ToHashSet();
        var all = ServiceEntry
            .All.Select(service => service.Map.Method.DeclaringType!.Assembly)
            .Append(typeof(PlatformHost).Assembly)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal))
            // Generated into our assemblies by packages.
            .Where(t => t.Namespace!.StartsWith("CozeLoop.", StringComparison.Ordinal))
            // How a consumer works is said by the code that adds it.
            .Where(t => t != typeof(ConsumerOptions))
            .ToList();
        Assert.Superset(sections, all.ToHashSet());
        Assert.Empty(all.Where(t => !sections.Contains(t) && !ReadsItself(t)).Select(t => t.FullName));
    }

    /// <summary>From several settings, adding to the start's faults; or from a connection string, as each is before the start.</summary>
    private static bool ReadsItself(Type options) =>
        options
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(m => m.ReturnType == options)
            .Any(m => m.GetParameters().Any(p => p.ParameterType == typeof(List<string>)) || m.Name == "Parse");

    [Fact]
    public void Each_setting_of_each_section_is_refused_when_it_is_garbage()
    {
        foreach (var section in Services().Select(s => s.ImplementationInstance).OfType<SettingsSection>())
        {
            foreach (
                var property in section
                    .Options.GetProperties()
                    .Where(p => p.CanWrite && (p.PropertyType.IsPrimitive || p.PropertyType == typeof(TimeSpan)))
            )
            {
                var said = Assert.ThrowsAny<InvalidOperationException>(() =>
                    Build((section.Variable(property.Name).Replace("__", ":", StringComparison.Ordinal), "garbage")).Build()
                );
                Assert.StartsWith($"{section.Variable(property.Name)} must be ", said.Message, StringComparison.Ordinal);
                Assert.EndsWith("not \"garbage\".", said.Message, StringComparison.Ordinal);
            }
        }
    }

    private IServiceCollection Services() => Build().Services;

    private WebApplicationBuilder Build(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ApplicationName = AllInOneHost.Name, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Configuration.AddInMemoryCollection([
            new("COZELOOP_DATA", _folder.Data.Root),
            .. settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)),
        ]);
        builder.AddPlatform([.. ServiceEntry.All.Select(s => s.Name)]);
        foreach (var service in ServiceEntry.All)
            service.Add(builder.Services, builder.Configuration);
        return builder;
    }
}
