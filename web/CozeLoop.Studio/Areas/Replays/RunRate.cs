using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>How fast a run goes, from what was seen of it lately, and how long the rest will take at that rate.</summary>
public sealed class RunRate
{
    /// <summary>Long enough to smooth slow calls, short enough to show that a model went away.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly Queue<(DateTimeOffset Time, int Done)> seen = new();

    public void Observe(DateTimeOffset now, Progress progress)
    {
        int done = progress.Done + progress.Failed;
        if (seen.Count > 0 && done < seen.Last().Done)
            seen.Clear(); // Started again.
        seen.Enqueue((now, done));
        while (seen.Count > 2 && now - seen.Peek().Time > Window)
            seen.Dequeue();
    }

    /// <summary>Items per second over the last half minute; null until two looks lie apart.</summary>
    public double? PerSecond
    {
        get
        {
            if (seen.Count < 2)
                return null;
            var (first, last) = (seen.Peek(), seen.Last());
            double seconds = (last.Time - first.Time).TotalSeconds;
            return seconds > 0 ? (last.Done - first.Done) / seconds : null;
        }
    }

    /// <summary>Null while nothing moves.</summary>
    public TimeSpan? Left(Progress progress) =>
        PerSecond is > 0 and var rate ? TimeSpan.FromSeconds(Math.Max(0, progress.Total - progress.Done - progress.Failed) / rate) : null;
}
