using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CozeLoop.Platform.Hosting;

/// <summary>The installation's queues: what waits, what died, and the way back for it. The same on every host, because all share one
/// broker.</summary>
internal static class QueueEndpoints
{
    private const string DeadLetters = "dead-letters";

    public static void MapQueues(this IEndpointRouteBuilder routes)
    {
        var queues = routes
            .MapApi("/api/v1/queues", ApiTags.Operation)
            .RequireScope(Scopes.Operate)
            .WithParameter("topic", "The topic's name, as in the list of queues.");
        queues.MapGet("", ListAsync).WithName("listQueues").WithSummary("List each consumer group of each topic");
        queues
            .MapGet("/{topic}/dead-letters", DeadLettersAsync)
            .WithName("listDeadLetters")
            .WithSummary("List messages that failed at every attempt, newest first");
        queues
            .MapPost("/{topic}/dead-letters:redrive", RedriveAsync)
            .WithName("redriveDeadLetters")
            .WithSummary("Put every dead letter of the topic back into its queue");
    }

    private static async Task<Ok<IReadOnlyList<QueueState>>> ListAsync(IMessageBroker broker, CancellationToken ct)
    {
        var queues = (await broker.StatusAsync(ct)).Select(q => new QueueState(
            q.Topic,
            q.Group,
            q.Waiting,
            q.InFlight,
            q.DeadLetters,
            q.OldestAgeMs
        ));
        return TypedResults.Ok<IReadOnlyList<QueueState>>([.. queues]);
    }

    // A letter's number grows with the time of its death, so it is the order and the key.
    private static Task<Results<Ok<Page<DeadMessage>>, ProblemHttpResult>> DeadLettersAsync(
        string topic,
        [AsParameters] PageRequest page,
        IMessageBroker broker,
        CancellationToken ct
    ) =>
        page.ReadAsync(
            DeadLetters,
            async (limit, after) =>
            {
                var letters = await broker.DeadLettersAsync(topic, limit + 1, after?.Time, ct);
                return PageRequest.Page(DeadLetters, letters, limit, d => new Cursor(d.Id, ""), View);
            }
        );

    private static DeadMessage View(DeadLetter d) =>
        new(
            d.Id.ToString(CultureInfo.InvariantCulture),
            d.Topic,
            d.Group,
            d.Origin,
            d.Reason,
            d.Attempts,
            d.Bytes,
            d.PublishedAt,
            d.DiedAt
        );

    private static async Task<Ok<Redriven>> RedriveAsync(string topic, IMessageBroker broker, CancellationToken ct) =>
        TypedResults.Ok(new Redriven(await broker.RedriveAsync(topic, ct)));
}
