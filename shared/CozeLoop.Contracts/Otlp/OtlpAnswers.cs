namespace CozeLoop.Contracts.Otlp;

/// <summary>OTLP's ExportTraceServiceResponse: empty where every span was accepted.</summary>
/// <param name="PartialSuccess">What was rejected; absent where everything was accepted.</param>
public sealed record OtlpTaken(OtlpPartialSuccess? PartialSuccess = null);

/// <summary>Spans of a request that were rejected; sending them again would not help.</summary>
/// <param name="RejectedSpans">Number of spans, as text: JSON's numbers are too short for protobuf's.</param>
/// <param name="ErrorMessage">Why, in English sentences.</param>
public sealed record OtlpPartialSuccess(string RejectedSpans, string ErrorMessage);

/// <summary>An OTLP error: <c>google.rpc.Status</c>.</summary>
/// <param name="Code">Status code of gRPC, such as 3 for an invalid argument.</param>
/// <param name="Message">What is wrong, in an English sentence.</param>
public sealed record OtlpError(int Code, string Message);
