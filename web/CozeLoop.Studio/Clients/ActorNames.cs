using CozeLoop.Contracts.Clients;

namespace CozeLoop.Studio.Clients;

/// <summary>The names behind <c>user:1</c> and <c>key:pk-…</c>, looked up once a circuit.</summary>
public sealed class ActorNames(StudioClients clients)
{
    private readonly Dictionary<string, Task<string>> _names = [];

    /// <returns>The name; the id itself where nobody is known by it, or nobody answers.</returns>
    public Task<string> OfAsync(string actor)
    {
        if (_names.TryGetValue(actor, out var known))
            return known;
        return _names[actor] = FindAsync(actor);
    }

    private async Task<string> FindAsync(string actor)
    {
        try
        {
            var found = await clients.Workspaces.FindActorsAsync([actor]);
            return found.Items is [var named, ..] ? named.Name : actor;
        }
        catch (Exception e) when (e is ApiException or HttpRequestException)
        {
            _names.Remove(actor); // Asked again where it is shown next.
            return actor;
        }
    }
}
