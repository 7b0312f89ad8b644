using CozeLoop.Platform.Events;
using CozeLoop.Prompts.Prompts;
using Mediator;

namespace CozeLoop.Prompts.Versions;

internal sealed class ForgetDeletedVersions(VersionCache cache) : INotificationHandler<Committed>
{
    public async ValueTask Handle(Committed notification, CancellationToken cancellationToken)
    {
        if (notification.Event is PromptDeleted deleted)
            await cache.ForgetAsync(deleted.WorkspaceId, deleted.Key, deleted.LatestVersion);
    }
}
