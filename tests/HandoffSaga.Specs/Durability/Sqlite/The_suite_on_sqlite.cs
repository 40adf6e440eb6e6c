namespace HandoffSaga.Specs.Durability;

public sealed class When_sagas_are_stored_in_sqlite() : When_sagas_are_stored(new SqliteUnderTest());

public sealed class When_messages_leave_sqlite() : When_messages_leave(new SqliteUnderTest());
