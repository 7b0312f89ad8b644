using CozeLoop.Contracts.Clients;

namespace CozeLoop.Studio.Clients;

/// <summary>Whether an address names a record that is not there: its document then answers 404, and does not only say so.</summary>
internal static class MissingRecords
{
    /// <param name="path">As it was sent, without its query.</param>
    /// <returns>False also where nobody can say: the page tells what went wrong.</returns>
    public static async Task<bool> IsMissingAsync(string path, StudioClients clients, CancellationToken ct)
    {
        if (path.Split('/', StringSplitOptions.RemoveEmptyEntries) is not [var area, var segment])
            return false;
        string id = Uri.UnescapeDataString(segment);
        try
        {
            await clients.IdentifyAsync();
            return area switch
            {
                "prompts" => await clients.Prompts.FindAsync(id, ct) is null,
                "evaluators" => await clients.Evaluators.FindAsync(id, ct) is null,
                "replays" when id != "new" => await clients.Replays.FindAsync(id, ct) is null,
                _ => false,
            };
        }
        catch (Exception e) when (e is ApiException or HttpRequestException)
        {
            return false;
        }
    }
}
