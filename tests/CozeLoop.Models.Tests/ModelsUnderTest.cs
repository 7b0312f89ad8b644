using System.Text;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Microsoft.Extensions.DependencyInjection;

namespace CozeLoop.Models.Tests;

/// <summary>The service over real HTTP and a real database, with a model server and a connection to it.</summary>
internal sealed class ModelsUnderTest : IAsyncDisposable
{
    private ModelsUnderTest(ServiceHost host, FakeModelServer server) => (Host, Server) = (host, server);

    public ServiceHost Host { get; }
    public FakeModelServer Server { get; }
    public ModelsClient Client => new(Host.CreateClient());

    public static async Task<ModelsUnderTest> StartAsync(
        Func<FakeModelRequest, FakeModelAnswer>? answer = null,
        params (string Name, string Value)[] settings
    )
    {
        var server = await FakeModelServer.StartAsync(answer);
        var models = new ModelsUnderTest(
            await ServiceHost.StartAsync(ModelsService.AddModels, ModelsService.MapModels, [("Models:MaxAttempts", "1"), .. settings]),
            server
        );
        await models.Host.Services.GetRequiredService<IMessageBroker>().RegisterGroupAsync(Topics.Spans, "test");
        await models.Client.CreateAsync(new CreateConnection("fake", "openai", server.BaseUrl, "sk-provider-secret", ["fake-model"]));
        return models;
    }

    /// <param name="span">A digit: calls with the same one are recorded as the same span.</param>
    public static ModelCallRequest Ask(string question, char span = 'a', string connection = "fake", int sample = 0) =>
        new()
        {
            Connection = connection,
            Model = "fake-model",
            SampleIndex = sample,
            Messages = [new ChatMessage("system", "You help."), new ChatMessage("user", question)],
            Span = new SpanContextInfo(new string('1', 32), new string(span, 16), null, "replay item", "replay")
            {
                RunId = "run-7",
                Arm = "candidate",
                ReplayOf = new SpanRef("origin-trace", "origin-span"),
            },
        };

    /// <summary>The next spans that were published, as text: attribute names and values are readable in the protobuf.</summary>
    public async Task<IReadOnlyList<string>> SpansAsync(int count)
    {
        var spans = new List<string>();
        while (spans.Count < count)
        {
            var messages = await Host
                .Services.GetRequiredService<IMessageBroker>()
                .ReceiveAsync(Topics.Spans, "test", 100, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(20));
            if (messages.Count == 0)
                break;
            foreach (var message in messages)
            {
                var batch = SpanBatch.Decode(message.Body);
                if (batch is { WorkspaceId: ServiceHost.WorkspaceId, Source: "platform" })
                    spans.Add(Encoding.UTF8.GetString(batch.Otlp.Span));
            }
        }
        return spans;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Server.DisposeAsync();
    }
}
