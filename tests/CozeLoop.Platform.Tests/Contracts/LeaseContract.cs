using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Tests.Relational;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>Leases on every relational store.</summary>
public abstract class LeaseContract : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private TestStores _stores = null!;
    private NotesDatabase _database = null!;
    private Leases _leases = null!;

    public async ValueTask InitializeAsync()
    {
        _stores = await StoresAsync();
        _database = await _stores.OpenAsync(c => new NotesDatabase(c));
        _leases = new Leases(_database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        if (_stores is not null)
            await _stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Empty stores of the kind under test.</summary>
    protected abstract Task<TestStores> StoresAsync();

    [Fact]
    public async Task A_lease_has_one_holder()
    {
        Assert.Equal(1, await _leases.TryAcquireAsync("run", "a", Minute));
        Assert.Null(await _leases.TryAcquireAsync("run", "b", Minute));
        Assert.Equal(1, await _leases.TryAcquireAsync("other run", "b", Minute));
    }

    [Fact]
    public async Task The_holder_may_acquire_again_with_the_same_number()
    {
        await _leases.TryAcquireAsync("run", "a", Minute);
        Assert.Equal(1, await _leases.TryAcquireAsync("run", "a", Minute));
    }

    [Fact]
    public async Task An_expired_lease_passes_on_with_a_higher_number()
    {
        await _leases.TryAcquireAsync("run", "a", Minute);
        _stores.Time.Advance(Minute);
        Assert.Equal(2, await _leases.TryAcquireAsync("run", "b", Minute));
        Assert.False(await _leases.RenewAsync("run", 1, Minute));
        Assert.False(await _leases.ReleaseAsync("run", 1));
        Assert.Null(await _leases.TryAcquireAsync("run", "a", Minute));
    }

    [Fact]
    public async Task An_expired_lease_cannot_be_renewed_and_its_owner_gets_a_new_number()
    {
        await _leases.TryAcquireAsync("run", "a", Minute);
        _stores.Time.Advance(Minute);
        Assert.False(await _leases.RenewAsync("run", 1, Minute));
        Assert.Equal(2, await _leases.TryAcquireAsync("run", "a", Minute));
    }

    [Fact]
    public async Task A_renewed_lease_lasts_longer()
    {
        await _leases.TryAcquireAsync("run", "a", Minute);
        _stores.Time.Advance(Minute * 0.9);
        Assert.True(await _leases.RenewAsync("run", 1, Minute));
        _stores.Time.Advance(Minute * 0.9);
        Assert.Null(await _leases.TryAcquireAsync("run", "b", Minute));
    }

    [Fact]
    public async Task A_released_lease_is_free_at_once()
    {
        await _leases.TryAcquireAsync("run", "a", Minute);
        Assert.True(await _leases.ReleaseAsync("run", 1));
        Assert.Equal(2, await _leases.TryAcquireAsync("run", "b", Minute));
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_it()
    {
        var fences = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(i => Task.Run(() => _leases.TryAcquireAsync("run", $"owner {i}", Minute)))
        );
        Assert.Equal(1, Assert.Single(fences, f => f is not null));
    }
}
