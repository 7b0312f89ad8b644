using CozeLoop.Platform.Relational;

namespace CozeLoop.Workspaces.Storage;

internal sealed class WorkspacesDatabase(DatabaseContext context) : Database(context, "workspaces", typeof(WorkspacesDatabase).Assembly);
