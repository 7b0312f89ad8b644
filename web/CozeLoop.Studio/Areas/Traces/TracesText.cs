namespace CozeLoop.Studio.Areas.Traces;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;TracesText&gt;</c> reads the resource files beside it.</summary>
public sealed class TracesText;
