using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Web;

/// <summary>Where services of other processes are: <c>Services:Urls:models = http://models:8090</c>, their internal port. One without an
/// address runs in this process.</summary>
public sealed class ServiceAddresses
{
    private const string Section = "Services:Urls";

    private readonly Dictionary<string, Uri> _urls = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InvalidOperationException">An address is not an http or https URL; the message names the setting.</exception>
    public ServiceAddresses(IConfiguration configuration)
    {
        foreach (var entry in configuration.GetSection(Section).GetChildren().Where(entry => !string.IsNullOrWhiteSpace(entry.Value)))
        {
            bool usable =
                Uri.TryCreate(entry.Value, UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
            _urls[entry.Key] = usable
                ? new Uri(url!.GetLeftPart(UriPartial.Authority) + "/")
                : throw new InvalidOperationException(
                    $"{Setting(entry.Key)} must be a URL such as http://{entry.Key}:8090, not \"{entry.Value}\"."
                );
        }
    }

    /// <summary>Null for a service of this process.</summary>
    public Uri? Of(string service) => _urls.GetValueOrDefault(service);

    /// <summary>The setting that holds a service's address, as messages name it.</summary>
    public static string Setting(string service) => $"{Section}:{service}";
}
