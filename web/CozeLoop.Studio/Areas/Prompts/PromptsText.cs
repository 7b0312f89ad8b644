namespace CozeLoop.Studio.Areas.Prompts;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;PromptsText&gt;</c> reads the resource files beside it.</summary>
public sealed class PromptsText;
