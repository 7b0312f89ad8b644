namespace CozeLoop.Studio.Layout;

/// <summary>Names CodeMirror's own texts, which it asks for by their English words.</summary>
public sealed class EditorPhrases;
