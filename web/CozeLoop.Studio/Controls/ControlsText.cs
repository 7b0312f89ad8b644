namespace CozeLoop.Studio.Controls;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;ControlsText&gt;</c> reads the resource files beside it.</summary>
public sealed class ControlsText;
