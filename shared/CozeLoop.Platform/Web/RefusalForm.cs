using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Web;

/// <summary>
/// Metadata of a route whose protocol has an error form of its own: what the platform refuses before (401, 403) or after the route's own
/// code (an exception) is then answered in that form, because a protocol's client reads no other.
/// </summary>
/// <param name="status">The HTTP status to answer with.</param>
public delegate IResult RefusalForm(HttpContext context, int status, string message);
