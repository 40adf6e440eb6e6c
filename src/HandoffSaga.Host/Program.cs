using HandoffSaga.Client.Terminal;
using HandoffSaga.Host.Cli;

using var interruption = new Interruption();
return await HandoffProgram.Run(args, CliContext.OfThisProcess(), interruption.Token);
