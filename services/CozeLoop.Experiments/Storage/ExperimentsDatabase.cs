using CozeLoop.Platform.Relational;

namespace CozeLoop.Experiments.Storage;

internal sealed class ExperimentsDatabase(DatabaseContext context) : Database(context, "experiments", typeof(ExperimentsDatabase).Assembly);
