using CloudTrailLambda.Cli;
using CloudTrailLambda.Cli.Commands;

return await TrailCommand.RunAsync(args, Terminal.Standard());
