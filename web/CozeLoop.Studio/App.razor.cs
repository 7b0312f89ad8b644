using CozeLoop.Studio.Areas.Development;
using CozeLoop.Studio.Clients;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace CozeLoop.Studio;

public partial class App
{
    [CascadingParameter]
    public required HttpContext Context { get; set; }

    [Inject]
    public required StudioClients Clients { get; init; }

    [Inject]
    public required IHostEnvironment Environment { get; init; }

    private bool Interactive { get; set; }

    /// <summary>No prerendering: data would be fetched twice, and the skeleton is there at once anyway.</summary>
    private InteractiveServerRenderMode? Mode => Interactive ? new(prerender: false) : null;

    protected override async Task OnInitializedAsync()
    {
        Interactive = Context.AcceptsInteractiveRouting();
        if (!Interactive || Context.User.Identity is not { IsAuthenticated: true })
            return;
        var page = Context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;
        bool isMissing =
            DevelopmentOnlyAttribute.Hides(page, Environment)
            || await MissingRecords.IsMissingAsync(Context.Request.Path.Value ?? "", Clients, Context.RequestAborted);
        if (isMissing)
            Context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
