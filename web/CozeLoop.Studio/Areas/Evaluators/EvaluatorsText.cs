namespace CozeLoop.Studio.Areas.Evaluators;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;EvaluatorsText&gt;</c> reads the resource files beside it.</summary>
public sealed class EvaluatorsText;
