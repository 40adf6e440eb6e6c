using HandoffSaga.Storage.Postgres;
using Microsoft.EntityFrameworkCore;

namespace HandoffSaga.Specs.Storage.Postgres;

public sealed class When_the_plants_model_changes
{
    [Fact]
    public void A_migration_brings_it_on_PostgreSQL_too()
    {
        // No server is asked: the model is compared with what the migrations say.
        using var context = new PostgresDesignTimeFactory().CreateDbContext([]);

        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }
}
