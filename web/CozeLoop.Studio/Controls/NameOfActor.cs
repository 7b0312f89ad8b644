namespace CozeLoop.Studio.Controls;

/// <summary>The name that people know an actor by (<c>user:1</c>, <c>key:pk-…</c>); the id itself where there is none. Cascades to every
/// control, which by itself asks no service.</summary>
public delegate Task<string> NameOfActor(string id);
