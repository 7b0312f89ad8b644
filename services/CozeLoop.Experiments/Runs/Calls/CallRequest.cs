using System.Globalization;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Runs.Calls;

/// <summary>What one arm sends for one item. Everything is a function of the frozen rows, so a repeated call has the same content and the
/// same span.</summary>
internal static class CallRequest
{
    /// <summary>Beside the old arm's samples 0 and 1.</summary>
    private const int CandidateSample = 2;

    /// <summary>Samples that one item may draw: those of the old arm and the candidate's.</summary>
    private const int SamplesOfItem = 3;

    public static ModelCallRequest Of(RunPlan plan, ItemRow item, CallRow call)
    {
        bool isCandidate = call.Arm == Arms.Candidate;
        var model = isCandidate ? plan.Arms.Candidate : plan.Arms.Baseline;
        var parameters = Columns.FromJson<ChatParameters>(item.ParametersJson);
        if (isCandidate)
            parameters = ParameterOverlay.Of(parameters, plan.Arms.CandidateParameters);
        var origin = new SpanRef(item.TraceId, item.SpanId);
        var span = Span(call);
        var messages = MessagesOf(item, isCandidate);
        // A candidate that equals the old arm must be asked anew: the cache would serve it the old arm's very answer, and hide all noise.
        bool isSame =
            isCandidate
            && model == plan.Arms.Baseline
            && Columns.ToJson(parameters) == item.ParametersJson
            && Columns.ToJson(messages) == item.MessagesJson;
        int earlier = SamplesOfItem * item.Occurrence;
        return new ModelCallRequest
        {
            Connection = model.Connection,
            Model = model.Model,
            Messages = messages,
            Tools = Columns.FromJson<IReadOnlyList<ChatTool>>(item.ToolsJson),
            // A fixed seed would make the second sample a copy of the first, and the old version seem sure of itself.
            Parameters = parameters with
            {
                Seed = parameters.Seed + earlier + call.Sample,
            },
            SampleIndex = earlier + (isSame ? CandidateSample : call.Sample),
            Offline = plan.Offline,
            Span = new SpanContextInfo(span.TraceId, span.SpanId, null, $"{plan.Source} {call.Arm}", plan.Source)
            {
                ReplayOf = origin,
                RunId = plan.RunId,
                Arm = call.Sample == 0 ? call.Arm : $"{call.Arm} again",
                PromptKey = plan.PromptKey,
                PromptVersion = isCandidate ? plan.CandidateVersion : plan.BaselineVersion,
                SessionId = item.SessionId is null ? null : $"{plan.RunId}/{item.SessionId}",
            },
        };
    }

    public static SpanRef Span(CallRow call)
    {
        string sample = call.Sample.ToString(CultureInfo.InvariantCulture);
        // Whatever its source: these names are in the ids of runs that are under way during an update.
        return new SpanRef(
            Ids.TraceId("replay", call.RunId, call.ItemId, call.Arm, sample),
            Ids.SpanId("replay", call.RunId, call.ItemId, call.Arm, sample)
        );
    }

    /// <summary>The recorded messages; for the candidate with its own head in the place of the recorded prompt.</summary>
    private static IReadOnlyList<ChatMessage> MessagesOf(ItemRow item, bool isCandidate)
    {
        var recorded = Columns.FromJson<IReadOnlyList<ChatMessage>>(item.MessagesJson);
        return isCandidate && item.HeadJson is { } head
            ? [.. Columns.FromJson<IReadOnlyList<ChatMessage>>(head), .. recorded.Skip(item.Replaced)]
            : recorded;
    }
}
