using CozeLoop.Platform.Redis;

namespace CozeLoop.AllInOne.Cli;

/// <summary>Redis in the doctor's report.</summary>
internal static class RedisFinding
{
    /// <summary>Nothing where there is none.</summary>
    public static async Task<IReadOnlyList<Finding>> CheckAsync(Terminal terminal)
    {
        if (terminal.Variable("ConnectionStrings__Redis") is not { Length: > 0 } address)
            return [];
        var (ok, detail) = await RedisDoctor.CheckAsync(address);
        return [new Finding("redis", ok, ok ? detail : Texts.Of("doctor.redis", detail))];
    }
}
