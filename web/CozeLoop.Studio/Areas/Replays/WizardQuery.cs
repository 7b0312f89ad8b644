using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Traces;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.WebUtilities;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>Writes a <see cref="WizardState"/> as a URL query and reads it back. Values that are the default are left out; what cannot be
/// read is the default.</summary>
internal static class WizardQuery
{
    /// <summary>Beyond this a browser or server may refuse the link; the text is then kept out of it.</summary>
    public const int LongestText = 6_000;

    private static readonly WizardState Default = new();

    public static string Write(WizardState s)
    {
        var query = new List<KeyValuePair<string, string?>>();
        void Add(string name, object? value, object? unset)
        {
            if (value is not null && !Equals(value, unset))
                query.Add(new(name, Invariant(value)));
        }

        Add("step", s.Step, Default.Step);
        Add("name", Blank(s.Name), null);
        Add("q", Blank(s.Filter), null);
        Add("match", s.Match, Default.Match);
        foreach (var (name, value) in s.Range.ToQuery())
            Add(name, value, null);
        Add("mode", s.Mode, Default.Mode);
        Add("size", s.Size, Default.Size);
        Add("seed", s.Seed, Default.Seed);
        Add("change", s.Kind, Default.Kind);
        Add("prompt", s.PromptKey, null);
        Add("version", s.Version, null);
        Add("text", TextOf(s), null);
        Add("draftText", DraftTextOf(s), null);
        Add("connection", s.Connection, null);
        Add("model", s.Model, null);
        Add("temperature", s.Temperature, null);
        Add("maxTokens", s.MaxTokens, null);
        foreach (string key in s.Evaluators)
            Add("evaluator", key, null);
        Add("metric", s.PrimaryMetric, null);
        Add("margin", s.Margin, Default.Margin);
        Add("gate", Blank(s.Gate), null);
        Add("effect", s.WantedEffect, null);
        Add("concurrency", s.Concurrency, Default.Concurrency);
        Add("budget", s.BudgetUsd, null);
        Add("plan", s.PlanId, null);
        return QueryHelpers.AddQueryString("", query);
    }

    public static WizardState Read(string query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string? One(string name) => values.TryGetValue(name, out var v) ? Blank(v[0]) : null;
        // "Replay conversation" names a session: all of it, each turn on its recorded history.
        string? session = One("q") is null ? One("session") : null;
        return new WizardState
        {
            Step = Math.Clamp(Number<int>(One("step")) ?? Default.Step, WizardState.Select, WizardState.Plan),
            Name = One("name"),
            Filter = session is null ? One("q") : QueryChips.Term("session", session),
            // A session's id may stand on its traces' first spans alone.
            Match = session is not null || One("match") is SelectionMatches.Trace ? SelectionMatches.Trace : Default.Match,
            Range = session is not null ? new TimeRange(TimeRange.All) : TimeRange.Parse(One("range"), One("from"), One("to")),
            Mode = session is not null || One("mode") is ReplayModes.TeacherForced ? ReplayModes.TeacherForced : Default.Mode,
            Size = Number<int>(One("size")) ?? Default.Size,
            Seed = Number<long>(One("seed")) ?? Default.Seed,
            Kind = Enum.TryParse<ChangeKind>(One("change"), ignoreCase: true, out var kind) ? kind : Default.Kind,
            PromptKey = One("prompt"),
            Version = Number<int>(One("version")),
            SystemPrompt = PackedText.Unpack(One("text")),
            DraftText = One("draftText"),
            Connection = One("connection"),
            Model = One("model"),
            Temperature = Number<double>(One("temperature")),
            MaxTokens = Number<int>(One("maxTokens")),
            Evaluators = values.TryGetValue("evaluator", out var keys) ? [.. keys.OfType<string>().Distinct()] : [],
            PrimaryMetric = One("metric"),
            Margin = Number<double>(One("margin")) ?? Default.Margin,
            Gate = One("gate"),
            WantedEffect = Number<double>(One("effect")),
            Concurrency = Math.Clamp(Number<int>(One("concurrency")) ?? Default.Concurrency, 1, 256),
            BudgetUsd = Number<decimal>(One("budget")),
            PlanId = One("plan"),
        };
    }

    /// <summary>Names a text, so that a link can say which of the draft's it means.</summary>
    public static string NameOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    /// <summary>What is too long for a link lies in the draft at the server.</summary>
    private static string? DraftTextOf(WizardState s)
    {
        if (s.Kind != ChangeKind.Text)
            return null;
        return s.SystemPrompt is null ? s.DraftText
            : TextOf(s) is null ? NameOf(s.SystemPrompt)
            : null;
    }

    private static string? TextOf(WizardState s)
    {
        if (s.Kind != ChangeKind.Text || s.SystemPrompt is null)
            return null;
        string packed = PackedText.Pack(s.SystemPrompt);
        return packed.Length <= LongestText ? packed : null;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static T? Number<T>(string? text)
        where T : struct, IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Invariant(object value) =>
        value switch
        {
            ChangeKind kind => kind.ToString().ToLowerInvariant(),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
