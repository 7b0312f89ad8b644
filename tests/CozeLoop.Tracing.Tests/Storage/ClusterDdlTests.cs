using System.Text;
using CozeLoop.Testing.Stores;
using CozeLoop.Tracing.Spans;
using Xunit;

namespace CozeLoop.Tracing.Tests.Storage;

/// <summary>The tables of a cluster as far as they can be looked at without one: the engine's own parser reads every statement and says it
/// back.</summary>
public sealed class ClusterDdlTests(TraceStore engine)
{
    [Fact]
    public async Task Every_migration_is_a_statement_for_all_replicas_and_every_table_is_replicated()
    {
        var statements = ClusterDdl.Of(typeof(SpanRecord).Assembly, "one_shard");
        Assert.NotEmpty(statements);
        foreach (var (name, sql) in statements)
        {
            byte[] answer = await engine.Store.QueryRawAsync(
                "SELECT formatQuerySingleLine({sql:String})",
                "TSVRaw",
                new Dictionary<string, object?> { ["sql"] = sql }
            );
            string said = Encoding.UTF8.GetString(answer);
            Assert.True(said.Contains(" ON CLUSTER one_shard ", StringComparison.Ordinal), $"{name}: {said}");
            if (said.StartsWith("CREATE TABLE", StringComparison.Ordinal))
                Assert.Matches("ENGINE = Replicated(Replacing|Aggregating)MergeTree", said);
        }
    }
}
