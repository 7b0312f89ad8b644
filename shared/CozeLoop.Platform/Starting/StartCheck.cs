namespace CozeLoop.Platform.Starting;

/// <summary>
/// Something that must be true before anything is written. All checks run, so that one start names everything that is wrong.
/// </summary>
/// <param name="LookAsync">Throws a <see cref="StartException"/> that says what is wrong.</param>
public sealed record StartCheck(Func<IServiceProvider, CancellationToken, Task> LookAsync);
