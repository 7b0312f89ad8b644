namespace CozeLoop.Platform.Hosting;

/// <summary>
/// Brings one store to this version; safe to run again, and in several processes at once. A host runs those of its services before it
/// serves, <c>cozeloop doctor --provision</c> beforehand all
/// those of stores that are servers: an embedded one belongs to the process that has it.
/// </summary>
/// <param name="Store">For people: <c>mysql models</c>.</param>
/// <param name="Setting">Name of the connection string that makes the store a server.</param>
public sealed record StoreMigration(string Store, string Setting, Func<IServiceProvider, CancellationToken, Task> RunAsync);
