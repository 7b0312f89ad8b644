using CozeLoop.Platform.Limits;

namespace CozeLoop.Tracing.Imports;

/// <summary>
/// Imports that are sent, wait or run. A file waits on the disk (256 MiB at most) while it is sent, however slowly that is.
/// </summary>
internal sealed class ImportSeats() : Seats(total: 32, ofWorkspace: 8, ofActor: 4, "imports");
