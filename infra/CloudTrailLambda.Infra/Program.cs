using Amazon.CDK;
using CloudTrailLambda.Infra;
using CloudTrailLambda.Infra.Configuration;

try
{
    var settings = Settings.Parse(ContextValues.FromEnvironment(System.Environment.GetEnvironmentVariable));
    if (!Directory.Exists(settings.FunctionAsset))
        throw new SettingsException([$"functionAsset: there is no folder '{settings.FunctionAsset}'. The build command of cdk.json publishes the function; without the cdk command run it yourself"]);

    var app = new App(new AppProps { AnalyticsReporting = false });
    _ = new DetectionStack(app, settings);
    app.Synth();
    return 0;
}
catch (SettingsException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
