namespace CozeLoop.Contracts.Api;

/// <summary>How a sample is drawn: <see cref="SampleSpec.Strategy"/>.</summary>
public static class SampleStrategies
{
    /// <summary>Each call, or conversation, is as likely as any other.</summary>
    public const string Uniform = "uniform";
}
