using System.CommandLine;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli;

/// <summary><c>models list|add|key|test</c>.</summary>
internal static class ModelsCommands
{
    public static Command Create(Terminal terminal) => Commands.Of("models", List(terminal), Add(terminal), Key(terminal), Test(terminal));

    private static Command List(Terminal terminal) =>
        Commands
            .Of("models.list")
            .Runs(
                terminal,
                async (session, _, ct) =>
                {
                    var page = await session.Models.ListAsync(ct);
                    return session.Show(
                        page,
                        () =>
                            session.Rows(
                                [
                                    Texts.Of("column.name"),
                                    Texts.Of("column.provider"),
                                    Texts.Of("column.address"),
                                    Texts.Of("column.models"),
                                ],
                                page.Items.Select(c =>
                                    new[]
                                    {
                                        c.Name,
                                        c.Simulated ? Texts.Of("simulated") : c.Provider,
                                        c.BaseUrl,
                                        string.Join(' ', c.Models),
                                    }
                                )
                            )
                    );
                }
            );

    private static Command Add(Terminal terminal)
    {
        var name = new Argument<string>("name");
        var provider = new Option<string>("--provider").Required().OneOf([.. ConnectionProviders.All]);
        var baseUrl = new Option<string?>("--base-url");
        // The key comes from the environment: an argument would stand in the shell's history and in the process list.
        var variable = new Option<string?>("--api-key-env");
        var models = new Option<string[]>("--model") { Description = Texts.Of("models.add--model") };
        return Commands
            .Of("models.add", name, provider, baseUrl, variable, models)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    string? from = parsed.GetValue(variable),
                        key = from is null ? null : session.Terminal.Variable(from);
                    if (from is not null && string.IsNullOrEmpty(key))
                        return session.Fail(Texts.Of("empty-variable", from), Exit.WrongUse);
                    var connection = await session.Models.CreateAsync(
                        new CreateConnection(
                            parsed.GetRequiredValue(name),
                            parsed.GetRequiredValue(provider),
                            parsed.GetValue(baseUrl),
                            key,
                            parsed.GetValue(models)
                        ),
                        ct
                    );
                    return session.Show(
                        connection,
                        () => session.Line(Texts.Of("connected", connection.Name, connection.BaseUrl ?? connection.Provider))
                    );
                }
            );
    }

    private static Command Key(Terminal terminal)
    {
        var name = new Argument<string>("name");
        var variable = new Option<string>("--api-key-env").Required();
        return Commands
            .Of("models.key", name, variable)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    string from = parsed.GetRequiredValue(variable);
                    if (session.Terminal.Variable(from) is not { Length: > 0 } key)
                        return session.Fail(Texts.Of("empty-variable", from), Exit.WrongUse);
                    return await WithConnectionAsync(
                        session,
                        parsed.GetRequiredValue(name),
                        async connection =>
                        {
                            var changed = await session.Models.ReplaceKeyAsync(connection.Id, new ReplaceConnectionKey(key), ct);
                            return session.Show(changed, () => session.Line(Texts.Of("key-replaced", changed.Name)));
                        },
                        ct
                    );
                }
            );
    }

    private static Command Test(Terminal terminal)
    {
        var name = new Argument<string>("name");
        return Commands
            .Of("models.test", name)
            .Runs(
                terminal,
                (session, parsed, ct) =>
                    WithConnectionAsync(
                        session,
                        parsed.GetRequiredValue(name),
                        async connection =>
                        {
                            var test = await session.Models.TestAsync(connection.Id, ct);
                            session.Show(
                                test,
                                () =>
                                    session.Line(
                                        test.Ok
                                            ? Texts.Of(
                                                "test-ok",
                                                connection.Name,
                                                test.Model,
                                                Grid.Number(test.LatencyMs),
                                                Grid.Cut(test.Answer, 80)
                                            )
                                            : Texts.Of("test-failed", connection.Name, test.ErrorCode, test.Error)
                                    )
                            );
                            return test.Ok ? Exit.Done : Exit.Failed;
                        },
                        ct
                    )
            );
    }

    private static async Task<int> WithConnectionAsync(
        Session session,
        string wanted,
        Func<ModelConnection, Task<int>> use,
        CancellationToken ct
    )
    {
        var page = await session.Models.ListAsync(ct);
        return page.Items.FirstOrDefault(c => c.Name == wanted || c.Id == wanted) is { } connection
            ? await use(connection)
            : session.Fail(Texts.Of("no-connection", wanted, string.Join(", ", page.Items.Select(c => c.Name))));
    }
}
