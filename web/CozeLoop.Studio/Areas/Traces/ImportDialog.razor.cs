using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace CozeLoop.Studio.Areas.Traces;

public partial class ImportDialog : IDisposable
{
    /// <summary>A guard against choosing the wrong file; the API has its own limit.</summary>
    private const long MaxFileBytes = 512L << 20,
        MaxToolsBytes = 4L << 20;

    private readonly CancellationTokenSource _left = new();
    private bool _langfuse,
        _busy;
    private long _seen;
    private IBrowserFile? _file,
        _tools;
    private Failure? _failure;
    private ImportResult? _result;

    [Inject]
    public required StudioClients Clients { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    private static TimeRange Imported(ImportResult result) => TimeRange.Of(result);

    private async Task ImportAsync()
    {
        (_busy, _failure, _result) = (true, null, null);
        try
        {
            var done = await LoadState.OfAsync(() => _langfuse ? LangfuseAsync() : ConversationsAsync());
            (_failure, _result) = (done.Failure, done.Value);
            if (done.Value is { } result)
                _failure = await LoadState.FailureOfAsync(() => ImportArrival.WaitAsync(Clients.Tracing, result, Time, Seen, _left.Token));
        }
        catch (IOException e)
        {
            _failure = new Failure("file_unreadable", e.Message, _file!.Name);
        } // Too large, or changed on disk.
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            return;
        } // Nobody looks any more; the import goes on.
        finally
        {
            _busy = false;
        }
    }

    private void Seen(long traces)
    {
        _seen = traces;
        StateHasChanged();
    }

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<ImportResult> LangfuseAsync()
    {
        await using var stream = _file!.OpenReadStream(MaxFileBytes);
        return await Clients.Tracing.ImportLangfuseAsync(stream);
    }

    private async Task<ImportResult> ConversationsAsync()
    {
        string? tools = null;
        if (_tools is not null)
        {
            using var reader = new StreamReader(_tools.OpenReadStream(MaxToolsBytes));
            tools = await reader.ReadToEndAsync();
        }
        await using var stream = _file!.OpenReadStream(MaxFileBytes);
        return await Clients.Tracing.ImportConversationsAsync(stream, tools, Path.GetFileNameWithoutExtension(_file.Name));
    }
}
