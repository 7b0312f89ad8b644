using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CozeLoop.Platform.RocketMq.Remoting;

/// <summary>
/// A request or answer of the brokers' own protocol. On the wire: 4 bytes total length, 1 byte form of the header (0 = JSON), 3 bytes its
/// length, the header, the body; big-endian.
/// </summary>
/// <param name="Code">What is asked, or in an answer 0 for success.</param>
internal sealed record RemotingCommand(int Code, IReadOnlyDictionary<string, string> Fields, byte[] Body, string? Remark = null)
{
    public static RemotingCommand Request(int code, params (string Name, string Value)[] fields) =>
        new(code, fields.ToDictionary(f => f.Name, f => f.Value), []);

    public byte[] Encode(int number)
    {
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(new Header(Code, "DOTNET", 0, number, 0, Remark, Fields));
        byte[] frame = new byte[8 + header.Length + Body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - 4);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), header.Length);
        header.CopyTo(frame, 8);
        Body.CopyTo(frame, 8 + header.Length);
        return frame;
    }

    /// <param name="frame">Without its total length.</param>
    /// <exception cref="FormatException">It is not a frame of this protocol with a JSON header.</exception>
    public static (int Number, RemotingCommand Command) Decode(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 4 || frame[0] != 0)
            throw new FormatException("No remoting frame with a JSON header.");
        int length = BinaryPrimitives.ReadInt32BigEndian(frame);
        if (length > frame.Length - 4)
            throw new FormatException("The header of a remoting frame is longer than the frame.");
        try
        {
            var header =
                JsonSerializer.Deserialize<Header>(frame.Slice(4, length))
                ?? throw new FormatException("A remoting frame without a header.");
            return (
                header.Number,
                new RemotingCommand(
                    header.Code,
                    header.Fields ?? new Dictionary<string, string>(),
                    frame[(4 + length)..].ToArray(),
                    header.Remark
                )
            );
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private sealed record Header(
        [property: JsonPropertyName("code")] int Code,
        [property: JsonPropertyName("language")] string? Language,
        [property: JsonPropertyName("version")] int Version,
        [property: JsonPropertyName("opaque")] int Number,
        [property: JsonPropertyName("flag")] int Flag,
        [property: JsonPropertyName("remark")] string? Remark,
        [property: JsonPropertyName("extFields")] IReadOnlyDictionary<string, string>? Fields
    );
}
