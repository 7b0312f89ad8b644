using System.Collections.Concurrent;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Evaluation.Evaluators;

/// <summary>The evaluators every workspace starts with. They are ordinary ones: a new version may be committed to each.</summary>
internal sealed class BuiltInEvaluators(EvaluationDatabase database, TimeProvider time)
{
    private const string Actor = "service:evaluation";
    private readonly ConcurrentDictionary<long, bool> _known = new();

    private static readonly BuiltIn[] All =
    [
        new(
            "at-most-20-words",
            "At most 20 words",
            EvaluatorKinds.Regex,
            """{"pattern":"^\\s*(?:\\S+\\s+){0,19}\\S+\\s*$"}""",
            "The answer has 1 to 20 words, where a word is what white space separates. Chinese and Japanese are written "
                + "without it: there, commit a version that counts characters, such as ^\\s*\\S.{0,59}$."
        ),
        new(
            "valid-json",
            "Valid JSON",
            EvaluatorKinds.JsonValid,
            "{}",
            "The whole answer is one JSON value, without a fence or a word around it."
        ),
        new(
            "same-tool-call",
            "Same tool calls",
            EvaluatorKinds.ToolCall,
            "{}",
            "The answer calls the tools that the recorded answer called, with the same arguments, in the same order."
        ),
        new(
            "helpful",
            "Helpful",
            EvaluatorKinds.Judge,
            HelpfulConfig(),
            "A judge. It begins with the simulated connection, whose verdicts mean nothing: "
                + "commit a version that names a connection and model of yours."
        ),
    ];

    /// <summary>Creates them once per workspace, on its first use of evaluators.</summary>
    public async Task EnsureAsync(long workspace, CancellationToken ct)
    {
        if (_known.ContainsKey(workspace))
            return;
        await database.WriteAsync(
            async tx =>
            {
                long now = time.UnixMs();
                var args = new { workspace, now };
                if (
                    await tx.Connection.QuerySingleAsync<long>(
                        "SELECT COUNT(*) FROM built_in WHERE workspace_id = @workspace",
                        args,
                        tx.DbTransaction
                    ) > 0
                )
                    return;
                await tx.Connection.ExecuteAsync(
                    "INSERT INTO built_in (workspace_id, created_at) VALUES (@workspace, @now)",
                    args,
                    tx.DbTransaction
                );
                foreach (var one in All)
                    await CreateAsync(tx, workspace, one, now);
            },
            ct
        );
        _known[workspace] = true;
    }

    private static async Task CreateAsync(Transaction tx, long workspace, BuiltIn one, long now)
    {
        await EvaluatorStore.InsertAsync(tx, workspace, one.Key, one.Name, now);
        await new VersionRow
        {
            Version = 1,
            Kind = one.Kind,
            Config = one.Config,
            Description = one.Description,
            Actor = Actor,
            CreatedAt = now,
        }.InsertAsync(tx, workspace, one.Key);
        tx.Raise(new EvaluatorCreated(workspace, Actor, one.Key, "built in, version 1"));
    }

    private static string HelpfulConfig()
    {
        ChatMessage[] messages =
        [
            new(
                ChatRoles.System,
                "You judge one answer of a support agent. Judge only what you are shown. A longer answer is not a better one."
            ),
            new(
                ChatRoles.User,
                "The conversation so far:\n{{history}}\n\nThe agent's next answer:\n{{answer}}\n\nDoes the answer move "
                    + "the user's request forward: correct by what the conversation shows, to the point and polite?"
            ),
        ];
        return JsonSerializer.Serialize(
            new
            {
                messages,
                connection = "Simulated (offline)",
                model = "simulated",
                scale = Judging.Judge.Binary,
                structured = true,
            },
            Json.Compact
        );
    }

    private sealed record BuiltIn(string Key, string Name, string Kind, string Config, string Description);
}
