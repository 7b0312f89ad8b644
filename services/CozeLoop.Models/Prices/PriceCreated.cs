using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Events;

namespace CozeLoop.Models.Prices;

internal sealed record PriceCreated(Caller By, PriceRow Price) : DomainEvent(By.WorkspaceId, By.Actor)
{
    public override AuditLine Audit => new(AuditActions.PriceCreated, $"price:{Price.Id}", Price.Pattern);
}
