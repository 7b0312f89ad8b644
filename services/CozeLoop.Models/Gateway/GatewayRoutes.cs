using CozeLoop.Models.Connections;

namespace CozeLoop.Models.Gateway;

/// <summary>Which connection and model a client's model name means.</summary>
internal static class GatewayRoutes
{
    /// <summary><c>connection/model</c> by name or id, else a name that a connection lists (the first one in the list's order); null where
    /// neither is known.</summary>
    public static (Connection Connection, string Model)? Find(IReadOnlyList<Connection> connections, string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash < name.Length - 1)
        {
            string prefix = name[..slash];
            var named = connections.FirstOrDefault(c =>
                c.Id == prefix || string.Equals(c.Name, prefix, StringComparison.OrdinalIgnoreCase)
            );
            if (named is not null)
                return (named, name[(slash + 1)..]);
        }
        return connections.FirstOrDefault(c => c.Models.Contains(name)) is { } listing ? (listing, name) : null;
    }
}
