using CozeLoop.Studio.Clients;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace CozeLoop.Studio;

public partial class App
{
    [CascadingParameter]
    public required HttpContext Context { get; set; }

    [Inject]
    public required StudioClients Clients { get; init; }

    private bool Interactive { get; set; }

    /// <summary>No prerendering: data would be fetched twice, and the skeleton is there at once anyway.</summary>
    private InteractiveServerRenderMode? Mode => Interactive ? new(prerender: false) : null;

    protected override async Task OnInitializedAsync()
    {
        Interactive = Context.AcceptsInteractiveRouting();
        if (!Interactive || Context.User.Identity is not { IsAuthenticated: true })
            return;
        bool isMissing = await MissingRecords.IsMissingAsync(Context.Request.Path.Value ?? "", Clients, Context.RequestAborted);
        if (isMissing)
            Context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
