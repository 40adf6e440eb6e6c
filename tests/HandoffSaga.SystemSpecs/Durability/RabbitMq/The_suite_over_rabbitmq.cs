using HandoffSaga.Durability.Contracts;
using HandoffSaga.SystemSpecs.Durability.Postgres;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Durability.RabbitMq;

public sealed class When_sagas_are_stored_in_postgres_and_messages_go_over_rabbitmq(RealServers servers)
    : When_sagas_are_stored(new OverRabbitMq(servers, new PostgresUnderTest(servers)));

public sealed class When_messages_are_scheduled_in_postgres_and_go_over_rabbitmq(RealServers servers)
    : When_messages_are_scheduled(new OverRabbitMq(servers, new PostgresUnderTest(servers)));
