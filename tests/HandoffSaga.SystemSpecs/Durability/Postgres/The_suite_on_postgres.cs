using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

public sealed class When_sagas_are_stored_in_postgres(RealServers servers) : When_sagas_are_stored(new PostgresUnderTest(servers));

public sealed class When_messages_leave_postgres(RealServers servers) : When_messages_leave(new PostgresUnderTest(servers));

public sealed class When_messages_are_scheduled_in_postgres(RealServers servers)
    : When_messages_are_scheduled(new PostgresUnderTest(servers));

public sealed class When_the_process_dies_on_postgres(RealServers servers) : When_the_process_dies(new PostgresUnderTest(servers));

public sealed class When_postgres_is_away(RealServers servers) : When_the_store_is_unavailable(new PostgresUnderTest(servers));

[Collection(Alone.Name)]
public sealed class When_the_engine_on_postgres_is_watched(RealServers servers)
    : When_the_engine_is_watched(new PostgresUnderTest(servers));
