namespace HandoffSaga.Packages;

/// <summary>The connectors a package can be built for. Each has its own way of naming the target.</summary>
internal static class Connectors
{
    public const string Http = "http";
    public const string Amqp = "amqp";
}
