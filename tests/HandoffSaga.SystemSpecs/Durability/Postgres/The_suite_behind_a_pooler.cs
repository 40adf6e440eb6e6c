using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Servers;
using HandoffSaga.SystemSpecs.Servers.PgBouncer;

namespace HandoffSaga.SystemSpecs.Durability.Postgres;

public sealed class When_sagas_are_stored_behind_a_pooler(RealServers servers)
    : When_sagas_are_stored(new PostgresUnderTest(servers, PoolMode.Transaction));

public sealed class When_messages_leave_behind_a_pooler(RealServers servers)
    : When_messages_leave(new PostgresUnderTest(servers, PoolMode.Transaction));

public sealed class When_the_process_dies_behind_a_pooler(RealServers servers)
    : When_the_process_dies(new PostgresUnderTest(servers, PoolMode.Transaction));
