using CozeLoop.Testing;
using CozeLoop.Testing.Deployment;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>The chart's ingress knows paths only; its table must say what the product and nginx say.</summary>
public sealed class IngressRoutesTests
{
    [Fact]
    public async Task The_table_leads_every_route_to_the_service_that_maps_it()
    {
        var table = Yaml.Parse(
                await File.ReadAllTextAsync(
                    Path.Combine(Repository.Root, "helm/cozeloop/files/routes.yaml"),
                    TestContext.Current.CancellationToken
                )
            )
            .AsObject()
            .SelectMany(service => service.Value!.AsArray().Select(prefix => (Prefix: (string)prefix!, Service: service.Key)))
            .ToList();
        var routes = await ProductRoute.AllAsync();
        foreach (var route in routes)
        {
            // As an ingress does it: the longest prefix of whole segments, whatever the method.
            var found = table
                .Where(entry => route.Path == entry.Prefix || route.Path.StartsWith(entry.Prefix + "/", StringComparison.Ordinal))
                .OrderByDescending(entry => entry.Prefix.Length)
                .Select(entry => entry.Service)
                .FirstOrDefault("studio");
            Assert.Equal((route, route.Service), (route, found));
        }
        Assert.All(
            table,
            entry =>
                Assert.Contains(
                    routes,
                    route => route.Service == entry.Service && (route.Path + "/").StartsWith(entry.Prefix + "/", StringComparison.Ordinal)
                )
        );
    }
}
