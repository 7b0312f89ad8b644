using CozeLoop.Platform.Relational;

namespace CozeLoop.Prompts;

internal sealed class PromptsDatabase(DatabaseContext context) : Database(context, "prompts", typeof(PromptsDatabase).Assembly);
