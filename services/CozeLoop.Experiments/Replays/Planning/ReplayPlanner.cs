using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Experiments.Replays.Planning.Forecasting;
using CozeLoop.Experiments.Replays.Planning.Independence;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;

namespace CozeLoop.Experiments.Replays.Planning;

/// <summary>Turns a request into a frozen plan: selection, prompts, variables, models, order, cost, and the smallest effect it can
/// show.</summary>
internal sealed class ReplayPlanner(ServiceCalls services, EarlierRuns earlier, Forecasts forecasts, TimeProvider time)
{
    public async Task<PlanOutcome> PlanAsync(CreateReplay request, Caller caller, CancellationToken ct)
    {
        if (RequestRules.Check(request) is { } invalid)
            return invalid;
        var (evaluators, unknown) = await EvaluatorsAsync(request, caller, ct);
        if (unknown is not null)
            return unknown;
        var tracing = new TracingClient(services.For("tracing", caller.WorkspaceId, caller.Actor));
        var source = request.Source;
        bool wholeSessions = request.Mode == ReplayModes.TeacherForced;
        var selection = new SpanSelection(source.Filter, source.From, source.To, source.Sample.Size, source.Sample.Seed, wholeSessions)
        {
            Match = source.Match,
        };
        var selected = await tracing.SelectAsync(selection, ct);
        if (selected.Spans.Count == 0)
            return new PlanOutcome.Refused("empty_selection", "No recorded model call matches the selection.");
        var models = new ModelsClient(services.For("models", caller.WorkspaceId, caller.Actor));
        string[] recordedModels = [.. selected.Spans.Select(s => s.Model).OfType<string>().Distinct().Take(5)];
        var (model, noModel) = ModelChoice.Of(request.Arms[0], (await models.ListAsync(ct)).Items, recordedModels);
        if (noModel is not null)
            return noModel;
        var (prompt, noPrompt) = await PromptChoice.OfAsync(
            request,
            selected.Spans,
            new PromptsClient(services.For("prompts", caller.WorkspaceId, caller.Actor)),
            ct
        );
        if (noPrompt is not null)
            return noPrompt;
        if (request.ClusterBy != ClusterLevels.Auto && !ClusterKeys.IsKnown(selected.Spans, request.ClusterBy))
            return new PlanOutcome.Refused("cluster_unknown", $"Not every selected call has a {request.ClusterBy}.");
        string clusterBy = request.ClusterBy == ClusterLevels.Auto ? ClusterKeys.Auto(selected.Spans) : request.ClusterBy;
        var prices = (await models.ListPricesAsync(model!.Candidate.Model, ct)).Items;
        var draft = new PlanDraft(
            request,
            selected,
            evaluators,
            model,
            prompt!,
            clusterBy,
            model.IsFree ? 0m : CostForecast.PerCall(selected.Spans, prices, time.GetUtcNow())
        );
        return await CompleteAsync(draft, caller.WorkspaceId, ct);
    }

    private async Task<PlanOutcome> CompleteAsync(PlanDraft draft, long workspace, CancellationToken ct)
    {
        var request = draft.Request;
        var freezer = new ItemFreezer(draft.Prompt, draft.ClusterBy, request.Arms[0].Parameters);
        var frozen = SeededOrder.OfItems(draft.Selected.Spans.Select(freezer.Freeze).OfType<PlannedItem>(), request.Source.Sample.Seed);
        var (items, repeated) = SameQuestions.Of(frozen);
        if (items.Length == 0)
        {
            return new PlanOutcome.Refused(
                "nothing_to_replay",
                $"None of the {draft.Selected.Spans.Count} selected calls can be replayed: "
                    + $"{string.Join(", ", freezer.Exclusions.Select(e => $"{e.Key} {e.Value}"))}."
            );
        }
        var forecast = await ForecastAsync(draft, items, workspace, ct);
        // One version explains all: the linked or recognised one. Version 1 of a prompt that does not exist yet gets its number at the
        // start.
        int? baseline = draft.Prompt.CommitBaseline is null && freezer.Versions is { Count: 1 } one ? one.Single() : null;
        var resolved = Resolved(draft);
        return new PlanOutcome.Planned(
            new PlannedRun(
                ReplayDesign.Source.Name,
                resolved.Name,
                Columns.ToJson(resolved),
                Columns.ToJson(draft.PlanOf(items, repeated, forecast, baseline)),
                draft.Calls,
                draft.ArmsOf(),
                draft.Evaluators,
                items
            )
            {
                Concurrency = resolved.Concurrency,
                BudgetUsd = resolved.BudgetUsd,
                Exclusions = freezer.Exclusions,
                CallUsd = draft.PerCallUsd,
                // Whatever the prompt is called: what makes a chance finding likelier is another look at the same sample and metric.
                SampleHash = Ids.TraceId([
                    .. items.Select(i => $"{i.Origin.TraceId}/{i.Origin.SpanId}").Order(StringComparer.Ordinal),
                    resolved.PrimaryMetric ?? "",
                ]),
                PromptKey = draft.Prompt.Key,
                BaselineVersion = baseline,
                CandidateVersion = draft.Prompt.CandidateVersion,
            }
        );
    }

    private async Task<PowerForecast?> ForecastAsync(PlanDraft draft, PlannedItem[] items, long workspace, CancellationToken ct)
    {
        string? key = Resolved(draft).PrimaryMetric;
        if (draft.Evaluators.FirstOrDefault(e => e.Key == key) is not { } primary)
            return null;
        var known = await earlier.OfMetricAsync(workspace, primary, draft.Prompt.Key, draft.Model.Simulated, ct);
        var scale = MetricScale.Of(primary);
        var pilot = (known is [var last, ..] ? Pilot.Of([.. known.Select(k => k.Metric)], scale, last.RunId) : null) ?? Pilot.Usual(scale);
        int[] sizes = [.. items.GroupBy(i => i.Cluster, StringComparer.Ordinal).Select(c => c.Count())];
        int seed = unchecked((int)draft.Request.Source.Sample.Seed);
        return await forecasts.OfAsync(sizes, pilot, scale, draft.Request.Margin, draft.Request.WantedEffect, seed, ct);
    }

    private static CreateReplay Resolved(PlanDraft draft) =>
        draft.Request with
        {
            PrimaryMetric = draft.Request.PrimaryMetric ?? (draft.Evaluators is [var first, ..] ? first.Key : null),
        };

    private async Task<(IReadOnlyList<PlannedEvaluator>, PlanOutcome.Refused?)> EvaluatorsAsync(
        CreateReplay request,
        Caller caller,
        CancellationToken ct
    )
    {
        var client = new EvaluatorsClient(services.For("evaluation", caller.WorkspaceId, caller.Actor));
        var found = new List<PlannedEvaluator>();
        foreach (string key in (request.Evaluators ?? []).Distinct(StringComparer.Ordinal))
        {
            var evaluator = await client.FindAsync(key, ct);
            if (evaluator is not { Versions.Count: > 0 })
                return ([], new PlanOutcome.Refused("evaluator_not_found", $"There is no evaluator '{key}' with a version."));
            var latest = evaluator.Versions.MaxBy(v => v.Version)!;
            found.Add(new PlannedEvaluator(key, latest.Version, latest.Kind) { Scale = ScoreScale.Of(latest) });
        }
        return (found, null);
    }
}
