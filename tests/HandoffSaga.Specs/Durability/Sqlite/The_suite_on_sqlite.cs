using HandoffSaga.Durability.Contracts;

namespace HandoffSaga.Specs.Durability;

public sealed class When_sagas_are_stored_in_sqlite() : When_sagas_are_stored(new SqliteUnderTest());

public sealed class When_messages_leave_sqlite() : When_messages_leave(new SqliteUnderTest());

public sealed class When_messages_are_scheduled_in_sqlite() : When_messages_are_scheduled(new SqliteUnderTest());

public sealed class When_the_process_dies_on_sqlite() : When_the_process_dies(new SqliteUnderTest());

public sealed class When_sqlite_is_away() : When_the_store_is_unavailable(new SqliteUnderTest());

[Collection(Alone.Name)]
public sealed class When_the_engine_on_sqlite_is_watched() : When_the_engine_is_watched(new SqliteUnderTest());
