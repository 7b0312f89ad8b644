namespace CozeLoop.Studio.Areas.Sessions;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;SessionsText&gt;</c> reads the resource files beside it.</summary>
public sealed class SessionsText;
