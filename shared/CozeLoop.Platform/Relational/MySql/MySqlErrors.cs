using System.Net.Sockets;
using CozeLoop.Platform.Disk;
using MySqlConnector;

namespace CozeLoop.Platform.Relational.MySql;

/// <summary>What an error of the server says about the work that met it.</summary>
internal static class MySqlErrors
{
    /// <summary>Another transaction was in the way (deadlock, lock wait, MariaDB's 1020 "record has changed"): run again, the work may
    /// succeed.</summary>
    public static bool IsConflict(MySqlException e) =>
        e.ErrorCode is MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout || e.Number == 1020;

    /// <summary>A unique key broke. Where another transaction wrote the same key after this one had looked for it, the work finds it when
    /// it runs again.</summary>
    public static bool IsDuplicate(MySqlException e) => e.ErrorCode == MySqlErrorCode.DuplicateKeyEntry;

    /// <summary>What a migration meets that ran before its process died and could not say so: the table, column or index exists, or has
    /// gone; a table that was renamed is not there under its old name.</summary>
    public static bool IsDoneAlready(MySqlException e, string sql) =>
        e.Number is 1050 or 1060 or 1061 or 1091 || (e.Number == 1146 && sql.Contains(" RENAME TO ", StringComparison.Ordinal));

    /// <summary>The server cannot be reached, ends, is full or read-only, or lets nobody in: no fault of the work.</summary>
    public static bool IsAway(Exception e) =>
        e is MySqlException error ? IsRefused(error) || IsBroken(error) || IsUnusable(error) : IsBroken(e);

    /// <summary>A connection broke in use: the others of its pool may be as stale, and a new one may work.</summary>
    public static bool IsBroken(Exception e) =>
        e switch
        {
            MySqlException { ErrorCode: MySqlErrorCode.UnableToConnectToHost } => false,
            MySqlException
            {
                Number: 1053 or 1077 or 1078 or 1079 or 1080 or 1152 or 1158 or 1159 or 1160 or 1161 or 1184 or 1927 or 2006 or 2013 or 4031
            } => true,
            MySqlException error => error.InnerException is IOException or SocketException,
            _ => e is IOException or SocketException,
        };

    private static bool IsRefused(MySqlException e) =>
        e.ErrorCode == MySqlErrorCode.UnableToConnectToHost
        || e.Number switch
        {
            1040 or 1203 or 1226 => true, // too many connections
            1043 or 1129 or 1130 or 1251 or 1698 or 2002 or 2003 => true, // no handshake
            1044 or 1045 or 1049 or 1142 or 1227 => true, // credentials, rights or a database that is not there
            _ => e.InnerException is TimeoutException,
        };

    private static bool IsUnusable(MySqlException e) =>
        e.ErrorCode == MySqlErrorCode.CommandTimeoutExpired
        || e.Number switch
        {
            1021 or 1114 => true, // disk or table space full
            1037 or 1038 or 1041 or 1135 => true, // no memory, no threads
            1036 or 1290 or 1836 => true, // read-only: a replica, or a primary that is being replaced
            1598 => true, // the binary log cannot be written
            // 3, 1004, 1026, 1030 and others carry the system's own words: "Got error 28 from storage engine", "Errcode: 28".
            _ => DiskErrors.OfText(e.Message) is not null,
        };
}
