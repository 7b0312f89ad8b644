using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts;

namespace CozeLoop.Models.Providers.Simulated;

/// <summary>Numbers that depend on a request alone: a SHA-256 chain over its content.</summary>
internal sealed class SimulatedDraw
{
    private byte[] state;

    private SimulatedDraw(string content) => state = SHA256.HashData(Encoding.UTF8.GetBytes(content));

    public static SimulatedDraw For(ProviderRequest request)
    {
        bool varies = request.Parameters.Temperature != 0;
        var content = new
        {
            request.Model,
            Messages = request.Messages.Select(m => new
            {
                m.Role,
                m.Content,
                m.ToolCalls,
            }),
            request.Tools,
            request.Parameters.ResponseFormat,
            Sample = varies ? request.SampleIndex : 0,
            Seed = varies ? request.Parameters.Seed : null,
        };
        return new SimulatedDraw(JsonSerializer.Serialize(content, Json.Compact));
    }

    /// <summary>In [0, <paramref name="below"/>), evenly enough for up to a few thousand.</summary>
    public int Next(int below)
    {
        state = SHA256.HashData(state);
        return (int)(BitConverter.ToUInt32(state) % (uint)below);
    }

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];
}
