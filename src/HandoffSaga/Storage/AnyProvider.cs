using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Storage;

/// <summary>The one context that reads use, for any provider.</summary>
internal sealed class AnyProvider<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<HandoffDbContext>
    where TContext : HandoffDbContext
{
    public HandoffDbContext CreateDbContext() => contexts.CreateDbContext();
}
