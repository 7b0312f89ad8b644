namespace CozeLoop.Contracts.Api;

/// <summary>In which order the items of a replay are listed.</summary>
public static class ItemSorts
{
    /// <summary>The candidate's greatest loss first.</summary>
    public const string Loss = "loss";

    /// <summary>As the run goes through them.</summary>
    public const string Order = "order";
}
