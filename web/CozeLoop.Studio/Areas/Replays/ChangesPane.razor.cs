using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>The two arms of a run side by side, as its plan and its request say them.</summary>
public partial class ChangesPane
{
    private LoadState<PromptDiff> _diff = new();
    private string? _read;

    [Inject]
    public required StudioClients Clients { get; init; }

    [Parameter, EditorRequired]
    public required Replay Replay { get; set; }

    private sealed record Row(string Name, string Old, string New)
    {
        public bool IsSame => Old == New;
    }

    private string? Key => Replay.PromptKey;
    private bool HasPromptChange => Key is not null && Replay.CandidateVersion is not null;
    private string Subject =>
        Key is null ? T["OnlyModel"]
        : HasPromptChange ? $"{Key} {Old} → v{Replay.CandidateVersion}"
        : Key;
    private string Old => Replay.BaselineVersion is { } v ? $"v{v}" : T["AsRecorded"];

    private string? PromptLink =>
        (Key, Replay.BaselineVersion, Replay.CandidateVersion) switch
        {
            ({ } key, { } a, { } b) when a != b => $"/prompts/{Uri.EscapeDataString(key)}?tab=diff&a={a}&b={b}",
            ({ } key, _, { } b) => $"/prompts/{Uri.EscapeDataString(key)}?version={b}",
            _ => null,
        };

    private IEnumerable<Row> Rows =>
        [
            new(T["Model"], Replay.Plan.BaselineModel, Replay.Plan.CandidateModel),
            new(T["Connection"], Replay.Plan.BaselineConnection, Replay.Plan.CandidateConnection),
            .. Parameters
                .Where(p => p.Value is not null)
                .Select(p => new Row(p.Name, T["AsRecorded"], Convert.ToString(p.Value, CultureInfo.CurrentCulture)!)),
        ];

    private IEnumerable<(string Name, object? Value)> Parameters =>
        Replay.Request.Arms is not [{ Parameters: { } p }, ..]
            ? []
            :
            [
                (T["Temperature"], p.Temperature),
                (T["TopP"], p.TopP),
                (T["MaxTokens"], p.MaxTokens),
                (T["Seed"], p.Seed),
                (T["Stop"], p.Stop is null ? null : string.Join(", ", p.Stop)),
                (T["FrequencyPenalty"], p.FrequencyPenalty),
                (T["PresencePenalty"], p.PresencePenalty),
                (T["ResponseFormat"], p.ResponseFormat?.GetRawText()),
                (T["ToolChoice"], p.ToolChoice?.GetRawText()),
            ];

    protected override async Task OnParametersSetAsync()
    {
        if (_read == Replay.Id || !HasPromptChange)
            return;
        _read = Replay.Id;
        _diff = await LoadState.OfAsync(DiffAsync);
    }

    /// <summary>Without an old version every word is new: the recorded texts differ from call to call.</summary>
    private async Task<PromptDiff> DiffAsync()
    {
        int candidate = Replay.CandidateVersion!.Value;
        if (Replay.BaselineVersion is { } baseline)
            return await Clients.Prompts.DiffAsync(Key!, baseline, candidate);
        var version =
            await Clients.Prompts.FindVersionAsync(Key!, candidate)
            ?? throw new ApiException(404, "prompt_version_not_found", T["NoSuchVersion", candidate, Key!]);
        var added = version.Messages.Select(m => new MessageDiff(m.Role, [new DiffRun(DiffChanges.Added, m.Content ?? "")]));
        return new PromptDiff(Key!, 0, candidate, [.. added]);
    }
}
