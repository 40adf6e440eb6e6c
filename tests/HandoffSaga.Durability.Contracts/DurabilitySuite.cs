namespace HandoffSaga.Durability.Contracts;

/// <summary>What every store must do. A store's specs derive each class of the suite.</summary>
public abstract class DurabilitySuite(StoreUnderTest store) : IAsyncLifetime
{
    protected StoreUnderTest Store => store;

    protected static CancellationToken Ends => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await store.Create();

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
