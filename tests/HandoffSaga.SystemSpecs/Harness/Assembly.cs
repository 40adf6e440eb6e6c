using HandoffSaga.SystemSpecs.Harness.Postgres;

[assembly: AssemblyFixture(typeof(SharedServers))]
