namespace CozeLoop.Contracts.Services;

/// <summary>What services are called in settings and in calls between them.</summary>
public static class ServiceNames
{
    public const string Workspaces = "workspaces",
        Models = "models",
        Tracing = "tracing",
        Prompts = "prompts",
        Experiments = "experiments",
        Evaluation = "evaluation";
}
