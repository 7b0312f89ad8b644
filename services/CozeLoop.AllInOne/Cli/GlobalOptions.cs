using System.CommandLine;

namespace CozeLoop.AllInOne.Cli;

/// <summary>Options that every command has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Url = CreateUrl();
    public static readonly Option<string?> Key = new("--key") { Recursive = true };
    public static readonly Option<bool> AsJson = new("--json") { Recursive = true };

    public static void AddTo(Command root)
    {
        foreach (Option option in (Option[])[Url, Key, AsJson])
        {
            option.Description = Texts.Of("option" + option.Name);
            root.Add(option);
        }
    }

    private static Option<string?> CreateUrl()
    {
        var url = new Option<string?>("--url") { Recursive = true };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(Uri.TryCreate(token.Value, UriKind.Absolute, out var given) && given.Scheme is "http" or "https")) result.AddError(Texts.Of("not-a-url", token.Value));
        });
        return url;
    }
}
