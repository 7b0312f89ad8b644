namespace CozeLoop.Studio.Areas.Login;

/// <summary>Names the texts of this folder: <c>IStringLocalizer&lt;LoginText&gt;</c> reads the resource files beside it.</summary>
public sealed class LoginText;
