using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Clients;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>What the wizard offers to choose from.</summary>
public sealed record WizardChoices(
    IReadOnlyList<PromptSummary> Prompts,
    IReadOnlyList<ModelConnection> Connections,
    IReadOnlyList<EvaluatorSummary> Evaluators
)
{
    public static async Task<WizardChoices> ReadAsync(StudioClients clients, CancellationToken ct)
    {
        var prompts = clients.Prompts.ListAllAsync(ct);
        var connections = clients.Models.ListAsync(ct);
        var evaluators = clients.Evaluators.ListAsync(ct);
        return new WizardChoices((await prompts).Items, (await connections).Items, (await evaluators).Items);
    }
}
