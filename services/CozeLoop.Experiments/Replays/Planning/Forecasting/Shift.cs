namespace CozeLoop.Experiments.Replays.Planning.Forecasting;

/// <summary>Moves the candidate's scores up so that their mean rises by an effect and none leaves its scale.</summary>
internal abstract record Shift
{
    private Shift() { }

    /// <param name="lean">What the item's cluster adds to the effect, in the metric's unit.</param>
    public abstract double Apply(double score, double lean, Random random);

    public static Shift Of(double effect, Pilot pilot, MetricScale scale) =>
        scale.Binary ? new Flip(effect, pilot.Mean, scale) : new Step(StepOf(effect, pilot, scale), scale);

    /// <summary>A yes/no metric: some of the failures pass, or some of the passes fail.</summary>
    private sealed record Flip(double Effect, double Mean, MetricScale Scale) : Shift
    {
        public override double Apply(double score, double lean, Random random)
        {
            double rise = Effect + lean;
            bool passes = score > Scale.Middle;
            if (passes == rise > 0)
                return score;
            double share = rise > 0 ? rise / (Scale.Best - Mean) : -rise / (Mean - Scale.Worst);
            return random.NextDouble() >= share ? score
                : passes ? Scale.Worst
                : Scale.Best;
        }
    }

    /// <summary>A score: a step up or down, as far as the scale goes.</summary>
    private sealed record Step(double Up, MetricScale Scale) : Shift
    {
        public override double Apply(double score, double lean, Random random) => Math.Clamp(score + Up + lean, Scale.Worst, Scale.Best);
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
