namespace CozeLoop.Studio.Areas.Overview;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;OverviewText&gt;</c> reads the resource files beside it.</summary>
public sealed class OverviewText;
