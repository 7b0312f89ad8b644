namespace CozeLoop.Experiments.Replays.Planning.Forecasting;

/// <summary>Moves the candidate's scores up so that their mean rises by an effect and none leaves its scale.</summary>
internal abstract record Shift
{
    private Shift() { }

    public abstract double Apply(double score, Random random);

    public static Shift Of(double effect, Pilot pilot, MetricScale scale) =>
        scale.Binary
            ? new Flip(Math.Clamp(effect / (scale.Best - pilot.Mean), 0, 1), scale)
            : new Step(StepOf(effect, pilot, scale), scale);

    /// <summary>A yes/no metric: some of the failures pass.</summary>
    private sealed record Flip(double Share, MetricScale Scale) : Shift
    {
        public override double Apply(double score, Random random) => score < Scale.Best && random.NextDouble() < Share ? Scale.Best : score;
    }

    /// <summary>A score: a step up, as far as the scale goes.</summary>
    private sealed record Step(double Up, MetricScale Scale) : Shift
    {
        public override double Apply(double score, Random random) => Math.Min(Scale.Best, score + Up);
    }

    /// <summary>The step whose mean rise, after what the end of the scale takes away, is the effect.</summary>
    private static double StepOf(double effect, Pilot pilot, MetricScale scale)
    {
        double low = effect,
            high = scale.Width;
        double Rise(double step) =>
            pilot.Twice.Average(t => Math.Min(scale.Best, t.One + step) - t.One + Math.Min(scale.Best, t.Other + step) - t.Other) / 2;
        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Rise(middle) < effect ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }
}
