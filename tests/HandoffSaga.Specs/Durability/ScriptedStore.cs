using HandoffSaga.Durability;

namespace HandoffSaga.Specs.Durability;

/// <summary>A store whose reads and writes fail as a spec says.</summary>
internal sealed class ScriptedStore : IStore
{
    /// <summary>Why a read fails; null when it is answered.</summary>
    public string? ReadsFail { get; set; }

    /// <summary>Why a write of so many bytes fails; null when it is committed.</summary>
    public Func<long, string?> WritesFail { get; set; } = _ => null;

    public bool IsDamaged { get; set; }

    /// <summary>What a heartbeat waits for.</summary>
    public Task Answers { get; set; } = Task.CompletedTask;

    /// <summary>The sizes of the heartbeats it got.</summary>
    public List<int> Beats { get; } = [];

    public int Commits { get; private set; }

    public bool IsShared => true;

    public Task Open(CancellationToken cancellationToken) => Task.FromResult(Write(0));

    public Task Close() => Task.CompletedTask;

    public Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellationToken)
    {
        Commits++;
        Write(unit.Bytes);
        return Task.FromResult(CommitOutcome.Committed);
    }

    public ValueTask<StoredSaga?> LoadSaga(SagaSchema schema, Guid correlationId, CancellationToken cancellationToken) =>
        new(Read<StoredSaga?>(null));

    public ValueTask<IReadOnlyList<StoredSaga>> LoadSagas(SagaSchema schema, CancellationToken cancellationToken) =>
        new(Read<IReadOnlyList<StoredSaga>>([]));

    public ValueTask<IReadOnlyList<object?>?> Find(RowShape shape, IReadOnlyList<object> key, CancellationToken cancellationToken) =>
        new(Read<IReadOnlyList<object?>?>(null));

    public ValueTask<DueMessages> PeekDue(int most, IReadOnlyList<string> fullDestinations, CancellationToken cancellationToken) =>
        new(Read(new DueMessages([], null)));

    public Task<IReadOnlyList<OutgoingMessage>> Claim(
        IReadOnlyList<Guid> due,
        IReadOnlyList<Guid> inMemory,
        CancellationToken cancellationToken
    ) => Task.FromResult(Read<IReadOnlyList<OutgoingMessage>>([]));

    public ValueTask<long> CountOutbox(CancellationToken cancellationToken) => new(Read(0L));

    public async Task Beat(int bytes, CancellationToken cancellationToken)
    {
        Beats.Add(bytes);
        await Answers;
        Write(bytes);
    }

    private T Read<T>(T value) => ReadsFail is { } why ? throw new StoreUnavailableException(why) : value;

    private bool Write(long bytes) =>
        IsDamaged ? throw new StoreUnavailableException("the file is damaged") { IsDamage = true }
        : WritesFail(bytes) is { } why ? throw new StoreUnavailableException(why)
        : true;
}
