using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CozeLoop.Studio.Areas.Prompts;

public partial class PromptPage
{
    private static readonly IReadOnlyList<ChatMessage> Blank = [new("system", "")];

    private LoadState<Prompt> _prompt = new();
    private IReadOnlyList<ChatMessage>? _edited;
    private Failure? _failure;
    private bool _conflict,
        _busy;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")]
    public string? TabName { get; set; }

    [SupplyParameterFromQuery(Name = "version")]
    public int? Version { get; set; }

    [SupplyParameterFromQuery(Name = "a")]
    public int? A { get; set; }

    [SupplyParameterFromQuery(Name = "b")]
    public int? B { get; set; }

    [Inject]
    public required IJSRuntime Script { get; init; }

    /// <summary>The name under which the browser keeps texts that are not saved.</summary>
    private string Keep => "prompt:" + Key;
    private bool MayWrite => Session.May(Scopes.Write);
    private string Tab => TabName is "diff" or "history" ? TabName : "edit";
    private IReadOnlyList<PromptVersion> Versions => _prompt.Value?.Versions ?? [];
    private int? ShownVersion => Versions.Any(v => v.Version == Version) ? Version : null;

    /// <summary>A version that the address names and nobody has.</summary>
    private int? MissingVersion =>
        _prompt.Value is null ? null : new[] { Version, A, B }.FirstOrDefault(n => n is not null && Versions.All(v => v.Version != n));
    private int DiffTo => B ?? (Versions is [var newest, ..] ? newest.Version : 1);
    private int DiffFrom => A ?? Versions.FirstOrDefault(v => v.Version < DiffTo)?.Version ?? DiffTo;

    /// <summary>The version looked at; else what is being edited, the draft, or the newest version as the next draft's start.</summary>
    private IReadOnlyList<ChatMessage> Messages => Versions.FirstOrDefault(v => v.Version == ShownVersion)?.Messages ?? _edited ?? Saved;
    private IReadOnlyList<ChatMessage> Saved => _prompt.Value?.Draft?.Messages ?? (Versions is [var newest, ..] ? newest.Messages : Blank);
    private bool IsChanged => _edited is not null && !_edited.SequenceEqual(Saved);
    private string ReplayLink => $"/replays/new?prompt={Uri.EscapeDataString(Key)}&change={Candidate}&range=all";

    /// <summary>What is looked at: a version, the draft, or without one the newest version.</summary>
    private string Candidate =>
        (ShownVersion, Versions) switch
        {
            ({ } shown, _) => $"version&version={shown}",
            (_, [var newest, ..]) when _prompt.Value?.Draft is null && !IsChanged => $"version&version={newest.Version}",
            _ => "draft",
        };

    protected override async Task LoadAsync(CancellationToken ct)
    {
        if (_prompt.Value?.Key == Key)
            return; // Another tab or version of the prompt that is here already.
        (_edited, _failure, _conflict) = (null, null, false);
        _prompt = await LoadState.OfAsync(() => FindAsync(ct));
    }

    private async Task<Prompt> FindAsync(CancellationToken ct) =>
        await Clients.Prompts.FindAsync(Key, ct) ?? throw new ApiException(404, "prompt_not_found", T["NoPrompt", Key]);

    /// <summary>The browser keeps unsaved texts, but not which messages there are: a change of those is saved at once.</summary>
    private async Task EditAsync(IReadOnlyList<ChatMessage> messages)
    {
        bool isOther = !messages.Select(m => m.Role).SequenceEqual(Messages.Select(m => m.Role));
        _edited = messages;
        if (isOther)
            await SaveAsync();
    }

    private void EditFromVersion()
    {
        _edited = Messages;
        Navigation.NavigateTo(Link("edit", keepVersion: false));
    }

    private async Task DropChangesAsync()
    {
        (_edited, _conflict, _failure) = (null, false, null);
        await ForgetAsync();
    }

    private ValueTask ForgetAsync() => Script.InvokeVoidAsync("studioInput.forget", Keep + ":");

    private Task<bool> SaveAsync() => SaveAsync(_prompt.Value!.Etag);

    /// <summary>False where the draft was not saved; the page then says why.</summary>
    private async Task<bool> SaveAsync(string etag)
    {
        if (_edited is not { } messages)
            return true;
        (_busy, _conflict, _failure) = (true, false, null);
        var saved = await LoadState.OfAsync(() => Clients.Prompts.PutDraftAsync(Key, new PutDraft(messages), etag));
        _busy = false;
        if (saved.Value is not null)
        {
            // What was typed while it was being saved is newer than what was saved.
            (_prompt, _edited) = (saved, ReferenceEquals(_edited, messages) ? null : _edited);
            if (_edited is null)
                await ForgetAsync();
        }
        else if (saved.Failure is { Code: "draft_changed" })
            _conflict = true;
        else
            _failure = saved.Failure;
        return saved.Value is not null;
    }

    private async Task TakeTheirsAsync()
    {
        var read = await LoadState.OfAsync(() => FindAsync(Aborted));
        _failure = read.Failure;
        if (read.Value is null)
            return;
        (_prompt, _edited, _conflict) = (read, null, false);
        await ForgetAsync();
    }

    private async Task KeepMineAsync()
    {
        var read = await LoadState.OfAsync(() => FindAsync(Aborted));
        _failure = read.Failure;
        if (read.Value is { } theirs)
            await SaveAsync(theirs.Etag);
    }

    private async Task CommitAsync(string description)
    {
        // Unchanged messages without a draft still have to become one before they can be committed.
        if (_prompt.Value!.Draft is null)
            _edited ??= Messages;
        if (!await SaveAsync(_prompt.Value.Etag))
            return;
        _failure = await LoadState.FailureOfAsync(() => Clients.Prompts.CommitAsync(Key, new CommitVersion(null, description)));
        if (_failure is null)
            await RefreshAsync("commit");
    }

    private async Task PutLabelAsync((string Label, string Reason) move)
    {
        _failure = await LoadState.FailureOfAsync(() =>
            Clients.Prompts.PutLabelAsync(Key, move.Label, new PutLabel(ShownVersion!.Value) { Reason = move.Reason })
        );
        if (_failure is null)
            await RefreshAsync("label");
    }

    private async Task RefreshAsync(string dialog)
    {
        await Script.InvokeVoidAsync("studio.close", dialog);
        _prompt = await LoadState.OfAsync(() => FindAsync(Aborted));
    }

    private string Link(string tab, bool keepVersion = true) =>
        Address(("tab", tab == "edit" ? null : tab), ("version", keepVersion && tab == "edit" ? Version : null));

    private string LinkToVersion(int? version) => Address(("tab", null), ("version", version));

    private string LinkToDiff(int from, int to) => Address(("tab", "diff"), ("a", from), ("b", to), ("version", null));

    private string Address(params ReadOnlySpan<(string Name, object? Value)> parts)
    {
        var query = new Dictionary<string, object?>();
        foreach (var (name, value) in parts)
            query[name] = value;
        return Navigation.GetUriWithQueryParameters(query);
    }
}
