using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;

namespace CozeLoop.Studio.Controls;

/// <summary>Something a page waits for, has, or failed to get. <c>new()</c> waits; once the wait is over one of the two is set.</summary>
public sealed record LoadState<T>(T? Value = null, Failure? Failure = null)
    where T : class
{
    public bool IsWaiting => Value is null && Failure is null;

    /// <summary>Of a part of it.</summary>
    public LoadState<TPart> Select<TPart>(Func<T, TPart> part)
        where TPart : class => new(Value is null ? null : part(Value), Failure);
}

/// <summary>What went wrong, in words, with the API's stable code and an id that also stands in the log.</summary>
public sealed record Failure(string Code, string Message, string Id);

public static class LoadState
{
    public static LoadState<T> Of<T>(T value)
        where T : class => new(value, null);

    /// <summary>A list that is there, and has no more pages.</summary>
    public static LoadState<Page<T>> OfList<T>(IReadOnlyList<T> items) => new(new Page<T>(items, null));

    /// <summary>Awaits an answer; a refusal or an unreachable service becomes a <see cref="Failure"/>. Cancellation passes
    /// through.</summary>
    public static async Task<LoadState<T>> OfAsync<T>(Func<Task<T>> answer)
        where T : class
    {
        try
        {
            return new(await answer(), null);
        }
        catch (ApiException e)
        {
            return new(null, FailureOf(e.Code, FailureTexts.Of(e.Code, e.Message)));
        }
        catch (HttpRequestException e)
        {
            return new(null, FailureOf("unreachable", FailureTexts.Of("unreachable", e.Message)));
        }
    }

    /// <summary>As <see cref="OfAsync{T}"/> for work without an answer: null where it went well.</summary>
    public static async Task<Failure?> FailureOfAsync(Func<Task> work)
    {
        var done = await OfAsync(async () =>
        {
            await work();
            return string.Empty;
        });
        return done.Failure;
    }

    private static Failure FailureOf(string code, string message) =>
        new(code, message, System.Diagnostics.Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("n")[..12]);
}
