using HandoffSaga.Durability;

namespace HandoffSaga.Specs.Durability;

/// <summary>Where several processes share one store, what one of them remembers of a saga may be too old.</summary>
public sealed class When_sagas_are_taken_from_memory
{
    private readonly CacheStalenessEstimator _trust = new();

    [Fact]
    public void They_are_while_memory_is_right()
    {
        Learn(stale: 0, of: 1000);

        Tried(100).ShouldBe(100);
    }

    [Fact]
    public void A_rare_stale_one_changes_nothing()
    {
        for (var round = 0; round < 50; round++)
        {
            Learn(stale: 1, of: 20);
            Tried(20).ShouldBe(20);
        }
    }

    [Fact]
    public void They_are_read_once_memory_is_often_too_old_but_for_a_trial_now_and_then()
    {
        Learn(stale: 50, of: 100);

        Tried(320).ShouldBe(10);
    }

    [Fact]
    public void They_are_again_once_the_trials_find_memory_right()
    {
        Learn(stale: 50, of: 100);

        Learn(stale: 0, of: 200);

        Tried(100).ShouldBe(100);
    }

    private void Learn(int stale, int of)
    {
        for (var i = 0; i < of; i++)
            _trust.Learn(wasStale: (i + 1) * stale / of > i * stale / of);
    }

    private int Tried(int times) => Enumerable.Range(0, times).Count(_ => _trust.IsWorthTrying());
}
