using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace CozeLoop.Platform.Relational;

/// <summary>
/// A connection that prepares each text once. Dapper makes a command for every call and throws it away, and the driver prepares with it:
/// for the short statements of a service that was most of their cost. Used by one thread.
/// </summary>
internal sealed class SqliteStatements(string connectionString) : SqliteConnection(connectionString)
{
    // Lists of parameters (IN @ids) give texts of many lengths: more than this many are dropped together and prepared anew.
    private const int Capacity = 256;

    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <summary>The command that has this text prepared, with the values of <paramref name="asked"/>; that one itself where it is the first
    /// of its text.</summary>
    public SqliteCommand Prepared(SqliteCommand asked)
    {
        if (!_prepared.TryGetValue(asked.CommandText, out var prepared))
        {
            if (_prepared.Count == Capacity)
                Forget();
            _prepared.Add(asked.CommandText, asked);
            return asked;
        }
        // Dapper runs one command for every row of a list.
        if (ReferenceEquals(prepared, asked))
            return asked;
        prepared.Transaction = asked.Transaction;
        prepared.CommandTimeout = asked.CommandTimeout;
        prepared.Parameters.Clear();
        foreach (SqliteParameter parameter in asked.Parameters)
            prepared.Parameters.Add(parameter);
        return prepared;
    }

    public bool Holds(SqliteCommand command) => _prepared.TryGetValue(command.CommandText, out var held) && ReferenceEquals(held, command);

    protected override DbCommand CreateDbCommand() => new SqliteStatement(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Forget();
        base.Dispose(disposing);
    }

    private void Forget()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        _prepared.Clear();
    }
}
