namespace CozeLoop.Studio.Areas.Settings;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;SettingsText&gt;</c> reads the resource files beside it.</summary>
public sealed class SettingsText;
