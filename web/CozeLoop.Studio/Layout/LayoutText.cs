namespace CozeLoop.Studio.Layout;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;LayoutText&gt;</c> reads the resource files beside it.</summary>
public sealed class LayoutText;
