using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace CozeLoop.Studio.Layout;

/// <summary>The studio's languages. The browser's own wish counts until the reader chooses; the choice is a cookie of a year.</summary>
internal static class Languages
{
    public static readonly string[] All = ["en", "zh-Hans"];

    public static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(All[0]).AddSupportedCultures(All).AddSupportedUICultures(All);
        options.ApplyCurrentCultureToResponseHeaders = true;
    }

    public static string Other => CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal) ? "en" : "zh-Hans";

    public static Results<RedirectHttpResult, NotFound> Choose(string name, string? returnUrl, HttpContext context)
    {
        if (!All.Contains(name))
            return TypedResults.NotFound();
        string value = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(name));
        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            value,
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                IsEssential = true,
                HttpOnly = true,
            }
        );
        return TypedResults.LocalRedirect(SafeReturn.Path(returnUrl));
    }
}
