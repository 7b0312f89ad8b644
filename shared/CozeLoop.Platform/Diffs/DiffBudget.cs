namespace CozeLoop.Platform.Diffs;

/// <summary>
/// What diffs that are asked for together may cost. Each is bounded by itself, but two prompts of 700 messages took 80 s and answered 119
/// MB.
/// </summary>
public sealed class DiffBudget
{
    // The cost of one diff grows at worst with the square of its pieces: eight texts of the most words that are compared at once.
    private const long Most = 8 * 8000L * 8000;

    private long _spent;

    public bool IsSpent => _spent >= Most;

    /// <summary>False where it does not suffice; a smaller text may still be compared.</summary>
    public bool Take(int pieces)
    {
        long cost = (long)pieces * pieces;
        if (_spent + cost > Most)
            return false;
        _spent += cost;
        return true;
    }
}
