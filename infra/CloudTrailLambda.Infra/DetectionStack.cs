using Amazon.CDK;
using CloudTrailLambda.Infra.Alerts;
using CloudTrailLambda.Infra.Configuration;
using CloudTrailLambda.Infra.Correlation;
using CloudTrailLambda.Infra.Detector;
using CloudTrailLambda.Infra.Findings;
using CloudTrailLambda.Infra.Intake;
using CloudTrailLambda.Infra.Trail;
using CloudTrailLambda.Infra.Watch;
using Constructs;

namespace CloudTrailLambda.Infra;

/// <summary>Everything that is deployed: a trail or a bucket that has one, the queue, the function, the findings, the alerts, and what watches them.</summary>
internal sealed class DetectionStack : Stack
{
    private readonly Settings _settings;
    private readonly HashSet<string> _accountsHeard = new(StringComparer.Ordinal);

    public DetectionStack(Construct scope, Settings settings)
        : base(scope, settings.StackName, new StackProps { StackName = settings.StackName, Description = "Evaluates Sigma rules over CloudTrail and keeps findings" })
    {
        _settings = settings;
        var queue = new LogObjectQueue(this, "Intake", settings.Detector.TimeoutSeconds, settings.Intake.MaxReceiveCount);
        var newTrail = settings.NewTrail is { } made ? new NewTrail(this, "Trail", made, queue) : null;
        var source = newTrail?.Source ?? Listen(settings.ExistingBucket!, queue);

        var key = settings.Findings.CustomerKey || settings.Alerts.ExistingTopicArn is null ? new FindingsKey(this, "Encryption").Key : null;
        var tableKey = settings.Findings.CustomerKey ? key : null;
        var table = new FindingsTable(this, "Findings", tableKey, settings.Findings.DeletionProtection).Table;
        var state = new CorrelationTable(this, "Correlation", tableKey).Table;
        var topicArn = settings.Alerts.ExistingTopicArn ?? new AlertTopic(this, "Alerts", settings.Alerts, key!).Topic.TopicArn;

        var role = new DetectorRole(this, "Rights");
        role.Read(source, LogFiles.Trail);
        if (settings.ConfigBucket is { } config) role.Read(ListenToRule("ConfigRule", config, LogFiles.Config, queue), LogFiles.Config);
        if (settings.GuardDutyBucket is { } guardDuty) role.Read(ListenToRule("GuardDutyRule", guardDuty, LogFiles.GuardDuty, queue), LogFiles.GuardDuty);
        role.Keep(table.TableArn, state.TableArn, tableKey?.KeyArn);
        role.Publish(topicArn, settings.Alerts.ExistingTopicArn is null ? key!.KeyArn : settings.Alerts.ExistingTopicKeyArn);
        role.Receive(queue.Queue.QueueArn);
        var detector = new DetectorFunction(this, "Detector", settings, role, VariablesOf(table.TableName, state.TableName, topicArn));
        detector.ReadFrom(queue.Queue, settings.Intake);
        newTrail?.Start([table.TableArn, state.TableArn], detector.Function.FunctionArn);

        var watched = new Watched(detector.Function, queue.Queue, queue.DeadLetters);
        _ = new Alarms(this, "Alarms", watched, topicArn, settings.SilenceHours);
        _ = new Board(this, "Board", watched);

        Say("TrailBucket", "The bucket that log files come from", source.BucketName);
        Say("FindingsTable", "The table that findings are kept in", table.TableName);
        Say("CorrelationTable", "The table that correlations remember in", state.TableName);
        Say("AlertTopic", "The topic that findings and alarms are published to", topicArn);
        Say("Queue", "Where new log files are announced", queue.Queue.QueueUrl);
        Say("QueueArn", "The same, as policies and redrives name it", queue.Queue.QueueArn);
        Say("DeadLetterQueue", "Where announcements end that could not be worked through", queue.DeadLetters.QueueUrl);
        Say("DeadLetterQueueArn", "The same, as a redrive names it", queue.DeadLetters.QueueArn);
        Say("Function", "The function that reads the log files", detector.Function.FunctionName);
        Say("FunctionLogGroup", "Where it writes its log", detector.LogGroup.LogGroupName);
        Say("FunctionRole", "The role it does so with: name it where the bucket or the key is another account's", role.Role.RoleArn);
        Say("Dashboard", "The dashboard", $"https://{Region}.console.aws.amazon.com/cloudwatch/home?region={Region}#dashboards:name={settings.StackName}");
    }

    /// <summary>What the function is told. Its own composition root reads these names.</summary>
    private Dictionary<string, string> VariablesOf(string tableName, string stateTableName, string topicArn) => new(StringComparer.Ordinal)
    {
        ["FINDINGS_TABLE"] = tableName,
        ["CORRELATION_TABLE"] = stateTableName,
        ["ALERT_TOPIC_ARN"] = topicArn,
        ["ALERT_MIN_SEVERITY"] = _settings.Alerts.MinSeverity,
        ["EVENT_RETENTION_DAYS"] = $"{_settings.Findings.EventRetentionDays}",
        ["QUIET_START_DAYS"] = $"{_settings.Correlation.QuietStartDays}",
    };

    private LogSource Listen(ExistingBucketSettings bucket, LogObjectQueue queue)
    {
        if (bucket.TopicArn is null) return ListenToRule("BucketRule", bucket, LogFiles.Trail, queue);
        _ = new TopicSubscription(this, "BucketTopic", bucket.TopicArn, queue);
        return SourceOf(bucket);
    }

    private LogSource ListenToRule(string id, ExistingBucketSettings bucket, LogFiles files, LogObjectQueue queue)
    {
        var source = SourceOf(bucket);
        var rule = new BucketRule(this, id, source, files, queue);
        // Once for each account: a second statement would be the same again, and the bus has room for few.
        if (bucket.Account is not null && _accountsHeard.Add(bucket.Account)) rule.AcceptEventsOf(bucket.Account);
        return source;
    }

    private LogSource SourceOf(ExistingBucketSettings bucket) => new(
        bucket.Name,
        $"arn:{Partition}:s3:::{bucket.Name}",
        bucket.KeyArn,
        bucket.Prefix.Length == 0 ? "" : $"{bucket.Prefix}/",
        bucket.Account ?? Account);

    private void Say(string name, string description, string value) =>
        new CfnOutput(this, $"{name}Output", new CfnOutputProps { Description = description, Value = value }).OverrideLogicalId(name);
}
