using System.Diagnostics;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.Telemetry;

/// <summary>
/// Spans of the product's own work where no package writes them: a message on its way, and what a store does. Without a listener the work
/// runs as if this were not there. Names and attributes are those of the conventions for
/// <see href="https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/">messaging</see> and
/// <see href="https://opentelemetry.io/docs/specs/semconv/db/database-spans/">databases</see>.
/// </summary>
internal static class ProductTraces
{
    public const string Name = "CozeLoop";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>What a message carries to whoever handles it, as W3C <c>traceparent</c>; null where nothing is traced.</summary>
    public static string? Context => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Recorded: true } current ? current.Id : null;

    /// <summary>Publishing of one message.</summary>
    public static Task SendAsync(string topic, Func<Task> work) =>
        Source.HasListeners()
            ? InAsync(
                () =>
                    Source
                        .StartActivity($"send {topic}", ActivityKind.Producer)
                        ?.SetTag("messaging.operation.type", "send")
                        .SetTag("messaging.destination.name", topic),
                work
            )
            : work();

    /// <summary>Publishing of a message that waited in an outbox: part of the trace in which its change was made.</summary>
    public static Task RelayAsync(string? parent, Func<Task> work) =>
        Source.HasListeners() && ContextOf(parent) is { } context
            ? InAsync(() => Source.StartActivity("relay", ActivityKind.Internal, context), work)
            : work();

    /// <summary>One message's handling goes on with its trace; that of a batch of several traces is one of its own, with links.</summary>
    public static Task ProcessAsync(IReadOnlyList<ReceivedMessage> messages, Func<Task> work) =>
        Source.HasListeners() ? InAsync(() => StartProcess(messages), work) : work();

    /// <summary>Work of a store for something that is traced; what runs by itself (polls, looks after things) is not.</summary>
    /// <param name="system">As <c>db.system.name</c> calls it.</param>
    /// <param name="target">The database or table.</param>
    public static Task<T> StoreAsync<T>(string system, string operation, string target, Func<Task<T>> work) =>
        Source.HasListeners() && Activity.Current is not null
            ? InAsync(
                () =>
                    Source
                        .StartActivity($"{operation} {target}", ActivityKind.Client)
                        ?.SetTag("db.system.name", system)
                        .SetTag("db.operation.name", operation)
                        .SetTag("db.namespace", target),
                work
            )
            : work();

    private static Activity? StartProcess(IReadOnlyList<ReceivedMessage> messages)
    {
        string topic = messages[0].Topic;
        var contexts = messages.Select(m => ContextOf(m.TraceParent)).OfType<ActivityContext>().Distinct().ToList();
        bool isOneTrace = contexts.Select(c => c.TraceId).Distinct().Count() == 1;
        return Source
            .StartActivity(
                $"process {topic}",
                ActivityKind.Consumer,
                isOneTrace ? contexts[0] : default,
                links: isOneTrace && contexts.Count == 1 ? null : contexts.Select(c => new ActivityLink(c))
            )
            ?.SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", topic)
            .SetTag("messaging.consumer.group.name", messages[0].Group)
            .SetTag("messaging.batch.message_count", messages.Count);
    }

    // Started in here: what an async method makes current is so for its own work alone.
    private static async Task<T> InAsync<T>(Func<Activity?> start, Func<Task<T>> work)
    {
        using var activity = start();
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message).SetTag("error.type", e.GetType().FullName);
            throw;
        }
    }

    private static Task<bool> InAsync(Func<Activity?> start, Func<Task> work) =>
        InAsync(
            start,
            async () =>
            {
                await work();
                return true;
            }
        );

    private static ActivityContext? ContextOf(string? traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var context) ? context : null;
}
