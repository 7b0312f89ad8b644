using System.CommandLine;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli.Users;

/// <summary><c>users list|add|role|remove</c>, of the key's workspace, and <c>users reset</c>, for whoever operates the machine.</summary>
internal static class UsersCommands
{
    public static Command Create(Terminal terminal) =>
        Commands.Of("users", List(terminal), Add(terminal), Role(terminal), Remove(terminal), Reset(terminal));

    private static Command List(Terminal terminal) =>
        Commands
            .Of("users.list")
            .Runs(
                terminal,
                async (session, _, ct) =>
                {
                    var members = await session.Workspaces.ListMembersAsync(ct);
                    return session.Show(
                        members,
                        () =>
                            session.Rows(
                                [Texts.Of("column.email"), Texts.Of("column.name"), Texts.Of("column.role"), Texts.Of("column.password")],
                                members.Items.Select(m =>
                                    new[] { m.Email, m.Name, m.Role, m.HasPassword ? Texts.Of("yes") : Texts.Of("not-yet") }
                                )
                            )
                    );
                }
            );

    private static Command Add(Terminal terminal)
    {
        var (email, name) = (new Argument<string>("email"), new Option<string?>("--name"));
        var role = new Option<string>("--role").Required().OneOf([.. MemberRoles.All]);
        return Commands
            .Of("users.add", email, role, name)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var member = new AddMember(parsed.GetRequiredValue(email), parsed.GetRequiredValue(role), parsed.GetValue(name));
                    var added = await session.Workspaces.AddMemberAsync(member, ct);
                    return session.Show(
                        added,
                        () =>
                            session.Line(
                                added.InvitationPath is { } path
                                    ? Texts.Of("invited", added.Member.Email, added.Member.Role, session.Url + path)
                                    : Texts.Of(
                                        added.Member.HasPassword ? "member-added" : "member-without-password",
                                        added.Member.Email,
                                        added.Member.Role
                                    )
                            )
                    );
                }
            );
    }

    private static Command Role(Terminal terminal)
    {
        var (email, role) = (new Argument<string>("email"), new Argument<string>("role").AcceptOnlyFromAmong([.. MemberRoles.All]));
        return Commands
            .Of("users.role", email, role)
            .Runs(
                terminal,
                (session, parsed, ct) =>
                    WithMemberAsync(
                        session,
                        parsed.GetRequiredValue(email),
                        async member =>
                        {
                            var changed = await session.Workspaces.ChangeRoleAsync(
                                member.UserId,
                                new ChangeRole(parsed.GetRequiredValue(role)),
                                ct
                            );
                            return session.Show(changed, () => session.Line(Texts.Of("role-changed", changed.Email, changed.Role)));
                        },
                        ct
                    )
            );
    }

    private static Command Remove(Terminal terminal)
    {
        var email = new Argument<string>("email");
        return Commands
            .Of("users.remove", email)
            .Runs(
                terminal,
                (session, parsed, ct) =>
                    WithMemberAsync(
                        session,
                        parsed.GetRequiredValue(email),
                        async member =>
                        {
                            await session.Workspaces.RemoveMemberAsync(member.UserId, ct);
                            return session.Show(member, () => session.Line(Texts.Of("member-removed", member.Email)));
                        },
                        ct
                    )
            );
    }

    private static Command Reset(Terminal terminal)
    {
        var email = new Argument<string>("email");
        return Commands
            .Of("users.reset", email)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var (reset, why) = await LocalReset.RunAsync(terminal, parsed.GetRequiredValue(email), ct);
                    return reset is null ? session.Fail(why) : session.Show(reset, () => session.Line(Texts.Of("reset-link", reset.Link)));
                }
            );
    }

    private static async Task<int> WithMemberAsync(Session session, string email, Func<Member, Task<int>> use, CancellationToken ct)
    {
        var members = await session.Workspaces.ListMembersAsync(ct);
        return members.Items.FirstOrDefault(m => m.Email.Equals(email.Trim(), StringComparison.OrdinalIgnoreCase)) is { } member
            ? await use(member)
            : session.Fail(Texts.Of("no-member", email));
    }
}
