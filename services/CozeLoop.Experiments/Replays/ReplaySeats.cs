using CozeLoop.Platform.Limits;

namespace CozeLoop.Experiments.Replays;

/// <summary>Each connection that follows a replay reads its row twice a second.</summary>
internal sealed class ReplaySeats() : Seats(total: 200, ofWorkspace: 50, ofActor: 20, "connections that follow replays");
