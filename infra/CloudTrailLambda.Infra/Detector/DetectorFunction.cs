using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.SQS;
using CloudTrailLambda.Infra.Configuration;
using Constructs;

namespace CloudTrailLambda.Infra.Detector;

/// <summary>The function that reads the log files, fed by the queue.</summary>
internal sealed class DetectorFunction : Construct
{
    /// <summary>The name of the assembly: no colon, so the runtime starts it as a program and hands it nothing but the address of the Runtime API.</summary>
    public const string Handler = "CloudTrailLambda.Function";

    /// <summary>The CDK library is older than .NET 10 and has no constant for it.</summary>
    public const string RuntimeName = "dotnet10";

    public DetectorFunction(Construct scope, string id, Settings settings, DetectorRole role, IDictionary<string, string> environment)
        : base(scope, id)
    {
        var size = settings.Detector;
        LogGroup = new LogGroup(this, "LogGroup", new LogGroupProps { RemovalPolicy = RemovalPolicy.RETAIN });
        ((CfnLogGroup)LogGroup.Node.DefaultChild!).RetentionInDays = size.LogRetentionDays;
        role.Log(LogGroup.LogGroupArn);
        Function = new Function(this, "Function", new FunctionProps
        {
            Description = "Evaluates Sigma rules over CloudTrail files and keeps findings",
            Handler = Handler,
            Runtime = new Runtime(RuntimeName, RuntimeFamily.DOTNET_CORE),
            Architecture = Architecture.X86_64,
            Code = Code.FromAsset(settings.FunctionAsset),
            Role = role.Role,
            MemorySize = size.MemoryMb,
            Timeout = Duration.Seconds(size.TimeoutSeconds),
            ReservedConcurrentExecutions = size.ReservedConcurrency > 0 ? size.ReservedConcurrency : null,
            // Active, it also gets the right to send traces.
            Tracing = size.Tracing ? Tracing.ACTIVE : Tracing.DISABLED,
            LogGroup = LogGroup,
            Environment = environment,
        });
    }

    public Function Function { get; }

    public LogGroup LogGroup { get; }

    /// <summary>Lambda takes messages from the queue and hands them over. One bad message fails alone: the function names those to try again.</summary>
    public void ReadFrom(IQueue queue, IntakeSettings intake) => _ = new EventSourceMapping(this, "Announcements", new EventSourceMappingProps
    {
        Target = Function,
        EventSourceArn = queue.QueueArn,
        BatchSize = intake.BatchSize,
        MaxBatchingWindow = Duration.Seconds(intake.BatchingWindowSeconds),
        MaxConcurrency = intake.MaxConcurrency,
        ReportBatchItemFailures = true,
    });
}
