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

    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var given) && given.Scheme is "http" or "https";

    private static Option<string?> CreateUrl()
    {
        var url = new Option<string?>("--url") { Recursive = true };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsAddress(token.Value))
                result.AddError(Texts.Of("not-a-url", token.Value));
        });
        return url;
    }
}
