namespace CozeLoop.Studio.Areas.Models;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;ModelsText&gt;</c> reads the resource files beside it.</summary>
public sealed class ModelsText;
