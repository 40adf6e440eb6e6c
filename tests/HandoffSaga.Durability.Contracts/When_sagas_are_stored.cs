using MassTransit;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Durability.Contracts;

public abstract class When_sagas_are_stored(StoreUnderTest store) : DurabilitySuite(store)
{
    [Fact]
    public async Task An_event_is_on_disk_when_its_dispatch_returns()
    {
        await using var station = await Station.Start(Store);

        var ticket = await station.Open();

        var stored = (await station.Stored(ticket)).ShouldNotBeNull();
        stored.CurrentState.ShouldBe("Open");
        stored.Version.ShouldBe(1);
        stored.CorrelationId.ShouldBe(ticket);
    }

    [Fact]
    public async Task The_sagas_row_its_messages_and_its_rows_are_committed_together()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();
        await station.Bench.Arrived.Reader.ReadAsync(Ends).Within();
        await station.Dispatch(new WriteNote(ticket, "first"));

        // The second note has the key of the first: its unit can never be committed.
        station.Clock.ShortWaitsPassAtOnce = true;
        await Should.ThrowAsync<ConcurrencyException>(() => station.Dispatch(new WriteNote(ticket, "second")));

        (await station.Stored(ticket))!.Version.ShouldBe(2);
        (await Store.Count("notes")).ShouldBe(1);
    }

    [Fact]
    public async Task What_the_dispatcher_encloses_reaches_the_saga()
    {
        await using var station = await Station.Start(Store);
        var ticket = Guid.NewGuid();

        await station.Dispatch(new OpenTicket(ticket), new Enclosure("by hand"));

        (await station.Stored(ticket))!.Enclosed.ShouldBe("by hand");
    }

    [Fact]
    public async Task A_column_that_is_written_once_keeps_its_first_value()
    {
        await using var station = await Station.Start(Store);
        var ticket = Guid.NewGuid();
        await station.Dispatch(new OpenTicket(ticket), new Enclosure("first"));

        await station.Dispatch(new AddOne(ticket), new Enclosure("second"));

        (await station.Stored(ticket))!.Enclosed.ShouldBe("second");
        (await station.Services.GetRequiredService<IRowReader>().Find(TicketTable.Searched, [ticket], Ends)).ShouldBe([
            ticket,
            1L,
            "first",
        ]);
    }

    [Fact]
    public async Task Concurrent_events_on_one_saga_all_apply()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => station.Dispatch(new AddOne(ticket))));

        (await station.Stored(ticket))!.Count.ShouldBe(64);
    }

    [Fact]
    public async Task An_event_runs_again_on_what_another_writer_left()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();
        await Store.ChangeByAnotherWriter(ticket, more: 10);

        await station.Dispatch(new AddOne(ticket));

        var stored = (await station.Stored(ticket))!;
        stored.Count.ShouldBe(11);
        stored.Version.ShouldBe(3);
    }

    [Fact]
    public async Task An_event_that_changes_nothing_writes_nothing()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();

        await station.Dispatch(new Look(ticket));
        await station.Dispatch(new Look(Guid.NewGuid()));

        (await station.Stored(ticket))!.Version.ShouldBe(1);
        station.Commits.Seen.All.ShouldNotContain(unit => unit.Message == nameof(Look));
    }

    [Fact]
    public async Task An_exception_of_the_saga_reaches_the_dispatcher_and_leaves_no_trace()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();

        await Should.ThrowAsync<InvalidDataException>(() => station.Dispatch(new Break(ticket)));
        await station.Dispatch(new AddOne(ticket));

        (await station.Stored(ticket))!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_no_saga_takes_is_rejected()
    {
        await using var station = await Station.Start(Store);

        await Should.ThrowAsync<ArgumentException>(() => station.Dispatch(new Monologue("hello?")));
    }

    [Fact]
    public async Task A_completed_saga_is_gone()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();

        await station.Dispatch(new CloseTicket(ticket));

        (await station.Stored(ticket)).ShouldBeNull();
        await station.Dispatch(new OpenTicket(ticket));
        (await station.Stored(ticket))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Sagas_can_be_found_by_a_condition()
    {
        await using var station = await Station.Start(Store);
        var ticket = await station.Open();
        await station.Open();
        await station.Dispatch(new AddOne(ticket));

        var found = await station
            .Services.GetRequiredService<IQuerySagaRepository<Ticket>>()
            .Find(new SagaQuery<Ticket>(t => t.Count == 1))
            .Within();

        found.ShouldBe([ticket]);
    }

    [Fact]
    public async Task Rows_are_appended_replaced_and_read_back()
    {
        await using var station = await Station.Start(Store);
        var (note, ticket) = (Guid.NewGuid(), Guid.NewGuid());
        var at = station.Clock.GetUtcNow();

        await station.Units.Run(unit => Task.Run(() => unit.Add(Notes.Row(note, ticket, "first", at)), Ends), Ends);
        await station.Units.Run(unit => Task.Run(() => unit.Add(Notes.Corrected.Row(note, ticket, "corrected")), Ends), Ends);

        var rows = station.Services.GetRequiredService<IRowReader>();
        var found = (await rows.Find(Notes.Appended, [note], Ends)).ShouldNotBeNull();
        found.ShouldBe([note, ticket, "corrected", at, 5L, "first"u8.ToArray()]);
        (await rows.Find(Notes.Appended, [Guid.NewGuid()], Ends)).ShouldBeNull();
    }

    [Fact]
    public async Task Each_of_many_units_at_once_gets_its_own_outcome()
    {
        await using var station = await Station.Start(Store);
        var taken = Guid.NewGuid();
        await Note(station, taken);

        // Every eighth asks for the key that is taken.
        var outcomes = await Task.WhenAll(
                Enumerable
                    .Range(0, 64)
                    .Select(async i =>
                    {
                        try
                        {
                            await Note(station, i % 8 == 0 ? taken : Guid.NewGuid());
                            return true;
                        }
                        catch (UnitOfWorkConflictException)
                        {
                            return false;
                        }
                    })
            )
            .Within();

        outcomes.ShouldBe(Enumerable.Range(0, 64).Select(i => i % 8 != 0));
        (await Store.Count("notes")).ShouldBe(57);
    }

    private static Task Note(Station station, Guid id) =>
        station.Units.Run(
            unit =>
            {
                unit.Add(Notes.Row(id, Guid.Empty, "note", station.Clock.GetUtcNow()));
                return Task.CompletedTask;
            },
            Ends
        );
}
