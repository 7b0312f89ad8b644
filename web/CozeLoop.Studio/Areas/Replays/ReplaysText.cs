namespace CozeLoop.Studio.Areas.Replays;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;ReplaysText&gt;</c> reads the resource files beside it.</summary>
public sealed class ReplaysText;
