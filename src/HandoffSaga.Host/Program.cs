using HandoffSaga.Host.Cli;
using HandoffSaga.Host.Cli.Terminal;

using var interruption = new Interruption();
return await HandoffProgram.Run(args, Surroundings.OfThisProcess(), interruption.Token);
