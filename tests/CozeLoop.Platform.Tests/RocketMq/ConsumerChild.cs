using System.Text;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Workers;
using CozeLoop.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>The other side of <see cref="ConsumerHost"/>, which runs this explicit test in a process of its own on another host.</summary>
public sealed class ConsumerChild
{
    internal const string Server = "CONSUMER_TEST_SERVER",
        Folder = "CONSUMER_TEST_FOLDER";
    internal const string Notes = "notes.txt",
        Gate = "hold",
        Ready = "ready",
        Began = "began ",
        Done = "done ";

    [Fact(Explicit = true)]
    public async Task Consumes_until_its_input_ends()
    {
        string folder = Setting(Folder);
        await using var test = new TestBroker(Setting(Server), "");
        await using var notes = TextWriter.Synchronized(new StreamWriter(Path.Combine(folder, Notes)) { AutoFlush = true });
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder
            .Services.AddSingleton(TimeProvider.System)
            .AddSingleton<WorkerStates>()
            .AddSingleton<IMessageBroker>(test.Broker)
            .AddSingleton(new NotingHandler(notes, Path.Combine(folder, Gate)));
        builder.Services.AddConsumer<NotingHandler>(ConsumerHost.Topic, ConsumerHost.Group, ConsumerHost.Options);
        using var host = builder.Build();
        await host.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, Ready), "");
        // It ends too when the parent dies: nobody else would end it.
        await using (var input = Console.OpenStandardInput())
            await input.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
        await host.StopAsync();
        Assert.Empty(await test.Broker.DeadLettersAsync(ConsumerHost.Topic, 10));
    }

    private static string Setting(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        Assert.SkipWhen(value is null, $"{name} is not set: ConsumerHost runs this, nobody else.");
        return value;
    }

    /// <summary>Its effect is a line in a file, which needs no network. Waits with what it has in hand while there is a gate.</summary>
    private sealed class NotingHandler(TextWriter notes, string gate) : IMessageHandler
    {
        public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
        {
            foreach (string text in messages.Select(m => Encoding.UTF8.GetString(m.Body.Span)))
            {
                await notes.WriteLineAsync(Began + text);
                await Eventually.Async(() => !File.Exists(gate));
                await notes.WriteLineAsync(Done + text);
            }
        }
    }
}
