using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Events;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Tests.Relational;
using CozeLoop.Testing.Stores;
using Mediator;
using Microsoft.Extensions.DependencyInjection;

namespace CozeLoop.Platform.Tests.Events;

public sealed class DomainEventTests : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1),
        Patience = TimeSpan.FromSeconds(20);

    private readonly Heard _heard = new();
    private readonly TestStores _stores;
    private NotesDatabase? _notes;

    public DomainEventTests() =>
        _stores = new TestStores(afterCommit: services => services.AddSingleton<INotificationHandler<Committed>>(_heard));

    public async ValueTask DisposeAsync()
    {
        if (_notes is not null)
            await _notes.DisposeAsync();
        await _stores.DisposeAsync();
    }

    [Fact]
    public async Task A_change_leaves_its_audit_row_and_its_message_and_is_told_after_the_commit()
    {
        var notes = await OpenAsync();
        await notes.WriteAsync(tx => RenameAsync(tx, "a"));

        var audit = Assert.Single(await TakeAsync<AuditRecorded>(Topics.Audit));
        Assert.Equal(
            (7, "user:1", "note.renamed", "note:a"),
            (audit.WorkspaceId, audit.Entry.Actor, audit.Entry.Action, audit.Entry.Subject)
        );
        Assert.Equal(_stores.Time.GetUtcNow(), audit.Entry.Time);
        var message = Assert.Single(await TakeAsync<PlatformEvent>(Topics.Events));
        Assert.Equal((7, _stores.Time.UnixMs(), "a"), (message.WorkspaceId, message.Version, message.ApiKeyRevoked?.PublicKey));
        Assert.Equal(["a"], _heard.Names);
    }

    [Fact]
    public async Task A_change_that_is_undone_is_told_to_nobody()
    {
        var notes = await OpenAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            notes.WriteAsync(async tx =>
            {
                await RenameAsync(tx, "undone");
                throw new InvalidOperationException("The work fails after its change.");
            })
        );
        await notes.WriteAsync(tx => RenameAsync(tx, "done"));

        Assert.Equal("note:done", Assert.Single(await TakeAsync<AuditRecorded>(Topics.Audit)).Entry.Subject);
        Assert.Equal(["done"], _heard.Names);
    }

    [Fact]
    public async Task When_it_is_told_the_change_can_be_read()
    {
        var notes = await OpenAsync();
        _heard.Seen = () => notes.AllAsync();
        await notes.WriteAsync(tx => RenameAsync(tx, "a"));
        Assert.Equal(["a"], _heard.Rows);
    }

    private async Task<NotesDatabase> OpenAsync()
    {
        foreach (string topic in (string[])[Topics.Audit, Topics.Events])
            await _stores.Broker.RegisterGroupAsync(topic, "test");
        _notes = await _stores.OpenAsync(context => new NotesDatabase(context));
        _notes.StartOutbox();
        return _notes;
    }

    private async Task<List<T>> TakeAsync<T>(string topic) =>
        [
            .. (await _stores.Broker.ReceiveAsync(topic, "test", 10, Lease, Patience)).Select(m =>
                JsonSerializer.Deserialize<T>(m.Body.Span, Json.Compact)!
            ),
        ];

    private static async Task RenameAsync(Transaction tx, string name)
    {
        await NotesDatabase.AddAsync(tx, name);
        tx.Raise(new NoteRenamed(name));
    }

    private sealed record NoteRenamed(string Name) : DomainEvent(7, "user:1")
    {
        public override AuditLine Audit => new("note.renamed", $"note:{Name}");

        public override PlatformEvent Message(long version) => new(WorkspaceId, version) { ApiKeyRevoked = new(Name) };
    }

    private sealed class Heard : INotificationHandler<Committed>
    {
        public List<string> Names { get; } = [];
        public List<string> Rows { get; private set; } = [];
        public Func<Task<List<string>>>? Seen { get; set; }

        public async ValueTask Handle(Committed notification, CancellationToken cancellationToken)
        {
            Names.Add(((NoteRenamed)notification.Event).Name);
            if (Seen is not null)
                Rows = await Seen();
        }
    }
}
