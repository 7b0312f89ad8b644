using Bunit;
using CozeLoop.Studio.Controls;
using Xunit;

namespace CozeLoop.Studio.Tests.Controls;

public class TemplateEditorTests
{
    [Fact]
    public void What_was_typed_survives_a_drawing_with_the_value_before_it()
    {
        using var studio = new StudioContext();
        string typed = "";
        var editor = studio.Render<TemplateEditor>(p =>
            p.Add(e => e.Value, "Hi").Add(e => e.Label, "Prompt").Add(e => e.ValueChanged, text => typed = text)
        );
        editor.Find("textarea").Input("Hi {{name}}");
        editor.Render(p => p.Add(e => e.Value, "Hi"));
        Assert.Equal(("Hi {{name}}", "Hi {{name}}"), (typed, editor.Find("textarea").GetAttribute("value")));
        Assert.Equal("{{name}}", editor.Find("mark").TextContent);
    }

    [Fact]
    public void Another_text_from_outside_replaces_what_is_there()
    {
        using var studio = new StudioContext();
        var editor = studio.Render<TemplateEditor>(p => p.Add(e => e.Value, "Hi").Add(e => e.Label, "Prompt"));
        editor.Find("textarea").Input("Hi there");
        editor.Render(p => p.Add(e => e.Value, "Theirs"));
        Assert.Equal("Theirs", editor.Find("textarea").GetAttribute("value"));
    }
}
