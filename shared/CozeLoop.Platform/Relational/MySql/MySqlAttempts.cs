using MySqlConnector;

namespace CozeLoop.Platform.Relational.MySql;

/// <summary>
/// How often work runs again by itself. No waiting in between: the loser of a conflict waits at its first locked row for the winner to end.
/// </summary>
/// <param name="pool">How many connections may have gone stale together, when their server went and came back.</param>
internal sealed class MySqlAttempts(uint pool)
{
    // A key that is taken for good breaks every time; one that was taken meanwhile is found the next time, unless it goes and comes again.
    private const int Conflicts = 20,
        Duplicates = 2;

    private int _conflicts,
        _duplicates,
        _broken;

    public bool MayGoOn(Exception e)
    {
        if (MySqlErrors.IsBroken(e))
            return _broken++ <= pool;
        if (e is not MySqlException error)
            return false;
        if (MySqlErrors.IsConflict(error))
            return _conflicts++ < Conflicts;
        return MySqlErrors.IsDuplicate(error) && _duplicates++ < Duplicates;
    }
}
