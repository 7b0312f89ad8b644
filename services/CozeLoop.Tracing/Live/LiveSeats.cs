using CozeLoop.Platform.Limits;

namespace CozeLoop.Tracing.Live;

/// <summary>Each live tail costs the store two looks a second while much is recorded.</summary>
internal sealed class LiveSeats() : Seats(total: 100, ofWorkspace: 25, ofActor: 10, "connections that follow traces");
