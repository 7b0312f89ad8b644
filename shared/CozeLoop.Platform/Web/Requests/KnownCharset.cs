using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CozeLoop.Platform.Web.Requests;

/// <summary>A body in an encoding that nobody knows is the client's mistake; to the framework it is a fault of the program.</summary>
internal static class KnownCharset
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        bool named = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.Charset.HasValue;
        if (named && !IsKnown(type!.Charset.Value!.Trim('"')))
        {
            throw new BadHttpRequestException("The content type names a charset that is not known. Use utf-8.", 415);
        }
        return next(context);
    }

    private static bool IsKnown(string name)
    {
        try
        {
            _ = Encoding.GetEncoding(name);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
