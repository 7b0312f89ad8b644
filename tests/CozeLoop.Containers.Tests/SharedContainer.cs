using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;

namespace CozeLoop.Containers.Tests;

/// <summary>One server for all tests of the assembly, in a container that starts when the first of them asks. Where Docker does not answer
/// the tests skip with its reason; a container that does not start where it does answer fails them.</summary>
public abstract class SharedContainer<T> : IAsyncDisposable
    where T : IAsyncDisposable
{
    private readonly Lazy<Task<T>> _container;

    protected SharedContainer() => _container = new(StartAsync);

    /// <exception cref="DockerUnavailableException">Docker does not answer.</exception>
    protected abstract Task<T> StartAsync();

    protected async Task<T> ContainerAsync()
    {
        try
        {
            return await _container.Value;
        }
        catch (DockerUnavailableException e)
        {
            Assert.Skip($"Docker does not answer: {e.Message}");
            throw;
        }
    }

    /// <summary>Published ports are open to this machine only.</summary>
    protected static void OnLoopback(CreateContainerParameters parameters)
    {
        foreach (var binding in parameters.HostConfig?.PortBindings?.Values.SelectMany(bindings => bindings) ?? [])
            binding.HostIP = "127.0.0.1";
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _container.Value).DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
