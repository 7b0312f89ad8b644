using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace CozeLoop.Platform.Relational;

/// <summary>What Dapper fills in: text and values of one call, executed by the command that has the text prepared.</summary>
internal sealed class SqliteStatement(SqliteStatements connection) : DbCommand
{
    private readonly SqliteCommand _asked = connection.CreateCommand();

    [AllowNull]
    public override string CommandText
    {
        get => _asked.CommandText;
#pragma warning disable CA2100 // The text is the caller's; values travel as parameters.
        set => _asked.CommandText = value;
#pragma warning restore CA2100
    }

    public override int CommandTimeout
    {
        get => _asked.CommandTimeout;
        set => _asked.CommandTimeout = value;
    }
    public override CommandType CommandType
    {
        get => _asked.CommandType;
        set => _asked.CommandType = value;
    }
    public override UpdateRowSource UpdatedRowSource
    {
        get => _asked.UpdatedRowSource;
        set => _asked.UpdatedRowSource = value;
    }
    public override bool DesignTimeVisible
    {
        get => false;
        set => _asked.DesignTimeVisible = value;
    }
    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("A statement belongs to its connection.");
    }
    protected override DbParameterCollection DbParameterCollection => _asked.Parameters;
    protected override DbTransaction? DbTransaction
    {
        get => _asked.Transaction;
        set => _asked.Transaction = (SqliteTransaction?)value;
    }

    public override int ExecuteNonQuery() => connection.Prepared(_asked).ExecuteNonQuery();

    public override object? ExecuteScalar() => connection.Prepared(_asked).ExecuteScalar();

    public override void Prepare() => connection.Prepared(_asked).Prepare();

    public override void Cancel() => _asked.Cancel();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => connection.Prepared(_asked).ExecuteReader(behavior);

    protected override DbParameter CreateDbParameter() => _asked.CreateParameter();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !connection.Holds(_asked))
            _asked.Dispose();
        base.Dispose(disposing);
    }
}
