using System.Collections.Concurrent;
using System.Globalization;
using CozeLoop.Testing.FakeModel;
using CozeLoop.Truth.Scenarios;

namespace CozeLoop.Truth.Planted;

/// <summary>
/// Answers OK or NO, with the probabilities of the scenario that the model's name stands for. Each call has a draw of its own, made of
/// what is asked and of how often it was asked before, so that the order in which calls arrive makes no difference. A name is one run's
/// alone: the product remembers answers by model and messages, and so no run gets another one's.
/// </summary>
internal sealed class PlantedModel(int seed)
{
    public const string Right = "OK",
        Wrong = "NO";

    private readonly ConcurrentDictionary<string, Scenario> _runs = [];
    private readonly ConcurrentDictionary<string, int> _asked = [];

    /// <summary>Names a model that one run only asks.</summary>
    public string NameOf(Scenario scenario, int run)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{scenario.Name}-run-{run}");
        _runs[name] = scenario;
        return name;
    }

    public FakeModelAnswer Answer(FakeModelRequest request)
    {
        int before = _asked.AddOrUpdate(request.ContentKey, 0, (_, count) => count + 1);
        return new FakeModelAnswer(IsRight(request, before) ? Right : Wrong);
    }

    private bool IsRight(FakeModelRequest request, int before)
    {
        var scenario = _runs[request.Model];
        bool isNew = request.SystemPrompt.Contains(Subject.Mark, StringComparison.Ordinal);
        // A conversation is known by what it begins with.
        string opener = request.Messages.First(m => m.Role == "user").Content!;
        double Drawn(string what, params ReadOnlySpan<string> more) => Draw.Of([$"{seed}", request.Model, what, .. more]);
        double Half(string what) => Drawn(what, opener) < 0.5 ? -1 : 1;

        double share = isNew ? scenario.New + scenario.EffectSpread * Half("effect") : scenario.Old;
        share += scenario.Spread * Half("difficulty");
        string call = $"{request.ContentKey} {before}";
        double luck =
            Drawn("agreement", call) < scenario.Agreement ? Drawn("luck of the conversation", opener, $"{isNew}") : Drawn("luck", call);
        return luck < share;
    }
}
