using CozeLoop.Platform.Relational;

namespace CozeLoop.Evaluation;

internal sealed class EvaluationDatabase(DatabaseContext context) : Database(context, "evaluation", typeof(EvaluationDatabase).Assembly);
