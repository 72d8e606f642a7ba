using CloudTrailLambda.Function;
using CloudTrailLambda.Function.Runtime;
using CloudTrailLambda.Function.Telemetry;

var clock = TimeProvider.System;
using var output = Console.OpenStandardOutput();
var log = new LogLines(output, clock);
if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } address)
{
    log.Error("AWS_LAMBDA_RUNTIME_API is missing: this is a Lambda function and is started by Lambda.");
    return 1;
}

using var api = new RuntimeApi(address);
FunctionParts parts;
try
{
    var settings = FunctionSettings.Read(Environment.GetEnvironmentVariable);
    parts = new FunctionParts(settings, FunctionRules.Load(settings.RulesPath, log), log, clock);
}
catch (Exception failure)
{
    log.Error("The function cannot start.", failure);
    await api.FailInitAsync(failure, CancellationToken.None);
    return 1;
}

using (parts) await new LambdaRuntime(api, log, clock).RunAsync(parts.Handler, CancellationToken.None);
return 0;
