using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Evaluators;
using CozeLoop.Studio.Controls;
using Xunit;

namespace CozeLoop.Studio.Tests.Controls;

public class CodeEditorTests
{
    [Fact]
    public void What_was_typed_survives_a_drawing_with_the_value_before_it()
    {
        using var studio = new StudioContext();
        string typed = "";
        var editor = studio.Render<CodeEditor>(p =>
            p.Add(e => e.Value, "Hi").Add(e => e.Label, "Prompt").Add(e => e.ValueChanged, text => typed = text)
        );
        editor.Find("textarea").Input("Hi {{name}}");
        editor.Render(p => p.Add(e => e.Value, "Hi"));
        Assert.Equal(("Hi {{name}}", "Hi {{name}}"), (typed, editor.Find("textarea").GetAttribute("value")));
    }

    [Fact]
    public void Another_text_from_outside_replaces_what_is_there()
    {
        using var studio = new StudioContext();
        var editor = studio.Render<CodeEditor>(p => p.Add(e => e.Value, "Hi").Add(e => e.Label, "Prompt"));
        editor.Find("textarea").Input("Hi there");
        editor.Render(p => p.Add(e => e.Value, "Theirs"));
        Assert.Equal("Theirs", editor.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void The_browser_keeps_what_is_typed_but_not_what_is_only_read()
    {
        using var studio = new StudioContext();
        var editor = studio.Render<CodeEditor>(p =>
            p.Add(e => e.Value, "Hi").Add(e => e.Label, "Prompt").Add(e => e.Keep, "prompt:a:0").Add(e => e.KeepBase, "etag")
        );
        Assert.Equal("prompt:a:0", editor.Find("textarea").GetAttribute("data-keep"));
        Assert.True(editor.Find("textarea").HasAttribute("data-keep-warn"));
        editor.Render(p => p.Add(e => e.ReadOnly, true));
        Assert.Null(editor.Find("textarea").GetAttribute("data-keep"));
        Assert.True(editor.Find("textarea").HasAttribute("readonly"));
    }

    [Fact]
    public void A_judge_may_name_only_what_the_platform_fills()
    {
        using var studio = new StudioContext();
        var any = studio.Render<CodeEditor>(p => p.Add(e => e.Value, "Hi").Add(e => e.Label, "Prompt"));
        Assert.Null(any.Find(".code-editor").GetAttribute("data-known"));
        var judge = studio.Render<EvaluatorFields>(p =>
            p.Add(f => f.Form, new EvaluatorForm { Kind = EvaluatorKinds.Judge }).Add(f => f.Connections, []).Add(f => f.Keep, "e")
        );
        Assert.All(judge.FindAll(".code-editor"), editor => Assert.Equal("history answer reference", editor.GetAttribute("data-known")));
        Assert.Equal(2, judge.FindAll(".code-editor").Count);
    }
}
