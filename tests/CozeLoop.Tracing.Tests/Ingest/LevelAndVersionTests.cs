using CozeLoop.Contracts.Messages;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Spans;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest;

public sealed class LevelAndVersionTests
{
    [Theory]
    [InlineData("DEBUG", 0, "DEBUG", "unset")]
    [InlineData("TRACE", 0, "DEBUG", "unset")]
    [InlineData("info", 1, "DEFAULT", "ok")]
    [InlineData("WARN", 0, "WARNING", "unset")]
    [InlineData("WARNING", 2, "WARNING", "error")]
    [InlineData("ERROR", 0, "ERROR", "error")]
    [InlineData("FATAL", 1, "ERROR", "error")]
    [InlineData("loud", 0, "DEFAULT", "unset")]
    [InlineData("loud", 2, "ERROR", "error")]
    [InlineData("", 1, "DEFAULT", "ok")]
    [InlineData("", 2, "ERROR", "error")]
    public void The_level_is_Langfuses_or_what_the_status_says(string said, int otlpStatus, string level, string status)
    {
        var span = Map(new RawSpan { Status = otlpStatus, Attributes = { ["langfuse.observation.level"] = said } });
        Assert.Equal((level, status), (span.Level, span.Status));
    }

    [Fact]
    public void The_version_is_Langfuses_or_the_services()
    {
        var service = new Dictionary<string, string> { ["service.version"] = "2.0" };
        Assert.Equal("2.0", Map(new RawSpan { Resource = service }).Version);
        Assert.Equal("v7", Map(new RawSpan { Resource = service, Attributes = { ["langfuse.version"] = "v7" } }).Version);
        Assert.Equal("", Map(new RawSpan()).Version);
    }

    private static SpanRecord Map(RawSpan span) => SpanMapper.Map(span, new SpanBatch(7, 1, "otlp", default));
}
