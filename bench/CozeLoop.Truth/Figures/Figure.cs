namespace CozeLoop.Truth.Figures;

/// <param name="Name">What was counted.</param>
/// <param name="Seen">The count as text.</param>
/// <param name="Bar">What it is held against; empty where it is there to read the others by.</param>
/// <param name="Holds">Null where nothing is said, or the runs are too few to say it.</param>
/// <param name="Remark">Why it is not said.</param>
internal sealed record Figure(string Scenario, string Name, string Seen, string Bar = "", bool? Holds = null, string Remark = "");
