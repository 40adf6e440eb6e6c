using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Storage;

/// <summary>The reads know one context, whatever the provider.</summary>
internal sealed class AnyProvider<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<HandoffDbContext>
    where TContext : HandoffDbContext
{
    public HandoffDbContext CreateDbContext() => contexts.CreateDbContext();
}
