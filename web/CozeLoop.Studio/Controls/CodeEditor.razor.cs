using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Controls;

/// <summary>It keeps its own text: a parent may draw it once more with the value before the last key, and that must not undo what was typed
/// since.</summary>
public partial class CodeEditor
{
    public const string Template = "template",
        Json = "json";

    private string _text = "";
    private string? _given;

    [Parameter, EditorRequired]
    public required string Value { get; set; }

    /// <summary>Soon after a key, and before anything else that the reader does.</summary>
    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>When the reader leaves the field.</summary>
    [Parameter]
    public EventCallback Done { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public string Language { get; set; } = Template;

    /// <summary>The variables that a template may name; others are marked. Null allows any.</summary>
    [Parameter]
    public IReadOnlyList<string>? Known { get; set; }

    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>The name under which the browser keeps the text until it is saved; null keeps nothing. See Layout/InputTexts.js.</summary>
    [Parameter]
    public string? Keep { get; set; }

    /// <summary>The state of the record that is edited: kept text is not put over another one unasked.</summary>
    [Parameter]
    public string? KeepBase { get; set; }

    private string? Kept => ReadOnly ? null : Keep;

    protected override void OnParametersSet()
    {
        if (Value == _given)
            return;
        _text = _given = Value;
    }

    private Task TypeAsync(string? text)
    {
        _text = text ?? "";
        return ValueChanged.InvokeAsync(_text);
    }
}
