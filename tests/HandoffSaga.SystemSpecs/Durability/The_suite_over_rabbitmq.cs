using HandoffSaga.Specs.Durability;
using HandoffSaga.SystemSpecs.Servers;

namespace HandoffSaga.SystemSpecs.Durability;

public sealed class When_sagas_are_stored_and_messages_go_over_rabbitmq(RealServers servers) : When_sagas_are_stored(new SqliteOverRabbitMq(servers));

public sealed class When_messages_leave_over_rabbitmq(RealServers servers) : When_messages_leave(new SqliteOverRabbitMq(servers));

public sealed class When_messages_are_scheduled_over_rabbitmq(RealServers servers) : When_messages_are_scheduled(new SqliteOverRabbitMq(servers));

public sealed class When_the_process_dies_over_rabbitmq(RealServers servers) : When_the_process_dies(new SqliteOverRabbitMq(servers));

public sealed class When_the_store_is_away_and_messages_go_over_rabbitmq(RealServers servers) : When_the_store_is_away(new SqliteOverRabbitMq(servers));
