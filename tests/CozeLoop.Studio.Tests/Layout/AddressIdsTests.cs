using CozeLoop.Studio.Areas.Sessions;
using CozeLoop.Studio.Controls;
using CozeLoop.Studio.Layout;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace CozeLoop.Studio.Tests.Layout;

public class AddressIdsTests
{
    [Theory]
    [InlineData("team/alice")]
    [InlineData("/a//b/")]
    [InlineData("a%2Fb")]
    [InlineData("..")]
    [InlineData("../../traces")]
    [InlineData("a?b#c+d e&f=g")]
    [InlineData("会话 1")]
    public void A_link_leads_to_the_id_it_was_made_of(string id)
    {
        string uri = "http://localhost" + Links.Session(id) + "?span=x";
        Assert.Equal(uri, new Uri(uri).AbsoluteUri);
        // What the router makes of it, whatever the id was; it names no template.
        var values = new Dictionary<string, object?> { ["SessionId"] = id.Replace("%2F", "/", StringComparison.Ordinal) };
        var routed = new RouteData(typeof(SessionPage), values);
        Assert.Equal(id, AddressIds.AsWritten(routed, uri).RouteValues["SessionId"]);
    }
}
