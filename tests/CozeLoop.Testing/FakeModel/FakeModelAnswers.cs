using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CozeLoop.Testing.FakeModel;

/// <summary>Deterministic behaviours: the answer is a function of the request alone.</summary>
public static class FakeModelAnswers
{
    /// <summary>A sentence that repeats the last user line and differs with the whole content.</summary>
    public static FakeModelAnswer Default(FakeModelRequest request) =>
        new($"About \"{Shorten(request.LastUserLine)}\": answer {request.ContentKey[..8]}.");

    /// <summary>The same answer to the same user line whatever the system prompt says: no effect to be found.</summary>
    public static FakeModelAnswer WithoutEffect(FakeModelRequest request) =>
        new($"About \"{Shorten(request.LastUserLine)}\": please wait a moment.");

    /// <summary>
    /// Plants an effect: <paramref name="marker"/> is in the answer with probability <paramref name="with"/> where the system prompt
    /// contains
    /// <paramref name="trigger"/>, with <paramref name="without"/> elsewhere. The draw depends on the conversation and the seed only, so
    /// that pairs are comparable.
    /// </summary>
    public static Func<FakeModelRequest, FakeModelAnswer> Planted(string trigger, string marker, double with, double without) =>
        request =>
        {
            double probability = request.SystemPrompt.Contains(trigger, StringComparison.OrdinalIgnoreCase) ? with : without;
            string tail = Draw(request) < probability ? " " + marker : "";
            return new FakeModelAnswer($"About \"{Shorten(request.LastUserLine)}\".{tail}");
        };

    /// <summary>A number in [0, 1) from the conversation without its system prompt.</summary>
    public static double Draw(FakeModelRequest request)
    {
        string text = string.Join(
            '\n',
            request.Messages.Where(m => m.Role is not ("system" or "developer")).Select(m => $"{m.Role}:{m.Content}")
        );
        return BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) / 4294967296.0;
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60];
}
