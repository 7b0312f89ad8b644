using CozeLoop.Platform.Relational;

namespace CozeLoop.Models;

internal sealed class ModelsDatabase(DatabaseContext context) : Database(context, "models", typeof(ModelsDatabase).Assembly);
