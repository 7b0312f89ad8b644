using System.CommandLine;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli.Users;

/// <summary><c>workspaces list|create|rename</c>.</summary>
internal static class WorkspacesCommands
{
    public static Command Create(Terminal terminal) => Commands.Of("workspaces", List(terminal), New(terminal), Rename(terminal));

    private static Command List(Terminal terminal) =>
        Commands
            .Of("workspaces.list")
            .Runs(
                terminal,
                async (session, _, ct) =>
                {
                    var workspaces = await session.Workspaces.ListWorkspacesAsync(ct);
                    return session.Show(
                        workspaces,
                        () =>
                            session.Rows(
                                [Texts.Of("column.id"), Texts.Of("column.name")],
                                workspaces.Items.Select(w => new[] { w.Id, w.Name })
                            )
                    );
                }
            );

    private static Command New(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = Texts.Of("workspaces--name") };
        var owner = new Option<string>("--owner").Required();
        return Commands
            .Of("workspaces.create", name, owner)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var wanted = new CreateWorkspace(parsed.GetRequiredValue(name), parsed.GetRequiredValue(owner));
                    var made = await session.Workspaces.CreateWorkspaceAsync(wanted, ct);
                    return session.Show(
                        made,
                        () => session.Line(Texts.Of("workspace-made", made.Name, made.Id, parsed.GetRequiredValue(owner)))
                    );
                }
            );
    }

    private static Command Rename(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = Texts.Of("workspaces--name") };
        return Commands
            .Of("workspaces.rename", name)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    // A key has one workspace.
                    var own = await session.Workspaces.ListWorkspacesAsync(ct);
                    var wanted = new RenameWorkspace(parsed.GetRequiredValue(name));
                    var renamed = await session.Workspaces.RenameWorkspaceAsync(own.Items[0].Id, wanted, ct);
                    return session.Show(renamed, () => session.Line(Texts.Of("workspace-renamed", renamed.Id, renamed.Name)));
                }
            );
    }
}
