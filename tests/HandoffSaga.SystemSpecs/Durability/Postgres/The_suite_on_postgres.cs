using HandoffSaga.Durability.Contracts;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

public sealed class When_sagas_are_stored_in_postgres() : When_sagas_are_stored(new PostgresUnderTest());

public sealed class When_messages_leave_postgres() : When_messages_leave(new PostgresUnderTest());

public sealed class When_messages_are_scheduled_in_postgres() : When_messages_are_scheduled(new PostgresUnderTest());

public sealed class When_the_process_dies_on_postgres() : When_the_process_dies(new PostgresUnderTest());

public sealed class When_postgres_is_away() : When_the_store_is_away(new PostgresUnderTest());

[Collection(Alone.Name)]
public sealed class When_the_engine_on_postgres_is_watched() : When_the_engine_is_watched(new PostgresUnderTest());
