using System.ComponentModel.DataAnnotations;
using CozeLoop.Platform.Blobs;

namespace CozeLoop.Tracing.LongFields;

/// <summary>Section <c>Tracing:LongFields</c>.</summary>
internal sealed record LongFieldOptions : IValidatableObject
{
    /// <summary>UTF-8 bytes that a text of a span may have in its row; a longer one becomes a blob. 256 KiB.</summary>
    [Range(16 << 10, 64 << 20)]
    public int MaxBytes { get; init; } = 256 << 10;

    /// <summary>The blobs' retention class: <c>keep</c> (until the trace is removed), <c>7d</c>, <c>30d</c>, <c>90d</c>, <c>365d</c>.
    /// <c>keep</c>.</summary>
    public string Retention { get; init; } = BlobRetention.Keep.Prefix;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BlobRetention.Find(Retention) is null)
            yield return new ValidationResult(
                $"Retention must be one of {string.Join(", ", BlobRetention.All.Select(r => r.Prefix))}, not \"{Retention}\".",
                [nameof(Retention)]
            );
    }
}
