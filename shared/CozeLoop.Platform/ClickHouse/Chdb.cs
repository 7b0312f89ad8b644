using System.Runtime.InteropServices;
using CozeLoop.Platform.Starting;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>The functions of libchdb's C interface (chdb.h, 26.7) that the store uses. A connection is a pointer to the handle the others
/// take.</summary>
internal static unsafe partial class Chdb
{
    private const string Library = "chdb";
    private static readonly Lock Loading = new();
    private static bool _loaded;

    /// <summary>Loads the library once. The engine's own signal handlers are switched off first: with them a NullReferenceException would
    /// hang the process.</summary>
    public static void Load(string path)
    {
        lock (Loading)
        {
            if (_loaded)
                return;
            try
            {
                nint library = NativeLibrary.Load(path);
                _ = NativeLibrary.GetExport(library, "chdb_set_signal_handlers_enabled");
                NativeLibrary.SetDllImportResolver(typeof(Chdb).Assembly, (name, _, _) => name == Library ? library : 0);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
            {
                throw new StartException($"{path} is no library of the embedded ClickHouse engine: {ChdbLibrary.WayOut}", e);
            }
            SetSignalHandlersEnabled(0);
            _loaded = true;
        }
    }

    [LibraryImport(Library, EntryPoint = "chdb_set_signal_handlers_enabled")]
    private static partial void SetSignalHandlersEnabled(int enabled);

    [LibraryImport(Library, EntryPoint = "chdb_connect")]
    public static partial nint* Connect(int argc, byte** argv);

    [LibraryImport(Library, EntryPoint = "chdb_close_conn")]
    public static partial void Close(nint* connection);

    [LibraryImport(Library, EntryPoint = "chdb_query_with_params_n")]
    public static partial nint Query(
        nint handle,
        byte* sql,
        nuint sqlLength,
        byte* format,
        nuint formatLength,
        byte** names,
        nuint* nameLengths,
        byte** values,
        nuint* valueLengths,
        nuint count
    );

    [LibraryImport(Library, EntryPoint = "chdb_result_buffer")]
    public static partial byte* ResultBuffer(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_length")]
    public static partial nuint ResultLength(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_error")]
    public static partial byte* ResultError(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_destroy_query_result")]
    public static partial void DestroyResult(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_stream_insert_n")]
    public static partial nint StreamInsert(nint handle, byte* sql, nuint sqlLength, byte* format, nuint formatLength);

    [LibraryImport(Library, EntryPoint = "chdb_stream_append")]
    public static partial int StreamAppend(nint stream, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "chdb_stream_done")]
    public static partial nint StreamDone(nint stream);

    [LibraryImport(Library, EntryPoint = "chdb_stream_insert_error")]
    public static partial byte* StreamError(nint stream);

    [LibraryImport(Library, EntryPoint = "chdb_destroy_insert_stream")]
    public static partial void DestroyStream(nint stream);
}
