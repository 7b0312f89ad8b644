using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CozeLoop.Studio;

public partial class App
{
    [CascadingParameter] public required HttpContext Context { get; set; }

    private bool Interactive { get; set; }

    /// <summary>No prerendering: data would be fetched twice, and the skeleton is there at once anyway.</summary>
    private InteractiveServerRenderMode? Mode => Interactive ? new(prerender: false) : null;

    protected override void OnInitialized() => Interactive = Context.AcceptsInteractiveRouting();
}
