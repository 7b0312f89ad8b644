using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CozeLoop.Platform.Auth;

/// <summary>Keeps the framework's own keys for as long as the process lives: <see cref="MasterKeyProtection"/> stands in their place, so
/// nothing is sealed with them.</summary>
internal sealed class UnusedKeys : IXmlRepository
{
    private readonly List<XElement> _keys = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_keys)
            return [.. _keys];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_keys)
            _keys.Add(element);
    }
}
