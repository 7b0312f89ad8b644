using CozeLoop.Platform.Relational;

namespace CozeLoop.Tracing.Imports;

internal sealed class TracingDatabase(DatabaseContext context) : Database(context, "tracing", typeof(TracingDatabase).Assembly);
