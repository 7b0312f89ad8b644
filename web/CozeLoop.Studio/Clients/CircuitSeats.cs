using CozeLoop.Platform.Limits;

namespace CozeLoop.Studio.Clients;

/// <summary>Each open page keeps its state here.</summary>
internal sealed class CircuitSeats() : Seats(total: 2_000, ofWorkspace: 500, ofActor: 50, "pages of the studio");
