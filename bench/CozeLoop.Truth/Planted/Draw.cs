using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CozeLoop.Truth.Planted;

/// <summary>Random numbers by name: the same name draws the same number, whatever was drawn before it.</summary>
internal static class Draw
{
    /// <summary>Uniform in [0, 1).</summary>
    public static double Of(params ReadOnlySpan<string> name) => (Bits(name) >> 11) * (1.0 / (1UL << 53));

    public static Random Generator(params ReadOnlySpan<string> name) => new(unchecked((int)Bits(name)));

    private static ulong Bits(ReadOnlySpan<string> name) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', name!))));
}
