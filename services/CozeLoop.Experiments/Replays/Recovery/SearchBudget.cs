namespace CozeLoop.Experiments.Replays.Recovery;

/// <summary>
/// How much may still be searched. Characters count as well as states: a state that copies a megabyte costs as much as a million others.
/// </summary>
/// <param name="characters">Looked at or copied.</param>
internal sealed class SearchBudget(long characters)
{
    /// <summary>A second or two of one core.</summary>
    public const long OfAPlan = 2_000_000_000;

    /// <summary>Of one text at most this share of what is left, so that one hostile text does not take it from all others.</summary>
    private const int Shares = 16;

    private long _characters = characters;

    public SearchShare Share(int states) => new(this, states, _characters / Shares);

    internal void Spend(long characters) => _characters -= characters;
}

/// <summary>What one search may take.</summary>
internal sealed class SearchShare(SearchBudget all, int states, long characters)
{
    private int _states = states;
    private long _characters = characters;

    /// <summary>False where there is nothing left.</summary>
    public bool TakeState() => --_states >= 0 && _characters > 0;

    public void Spend(long characters)
    {
        _characters -= characters;
        all.Spend(characters);
    }
}
