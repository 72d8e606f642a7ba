using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;

namespace CloudTrailLambda.Infra.Watch;

/// <summary>
/// What goes wrong without anybody seeing it. Each description says what the alarm means and what to do first: it is what stands in the
/// e-mail.
/// </summary>
internal sealed class Alarms : Construct
{
    private const int OldestMessageSeconds = 15 * 60;

    private readonly string _topicArn;

    public Alarms(Construct scope, string id, Watched watched, string topicArn, int silenceHours)
        : base(scope, id)
    {
        _topicArn = topicArn;
        var minutes = Duration.Minutes(5);
        var silence = Duration.Hours(silenceHours);
        var more = ComparisonOperator.GREATER_THAN_THRESHOLD;

        Raise("DeadLetters", "dead-letters", watched.DeadLetters.MetricApproximateNumberOfMessagesVisible(Over("Maximum", minutes)), more, 0,
            "Log files could not be worked through in several attempts and are not evaluated. Read the function's log for their keys, mend the cause, then move the dead letters back to the queue (docs/deployment.md).");
        Raise("Errors", "errors", watched.Function.MetricErrors(Over("Sum", minutes)), more, 0,
            "The function failed. SQS tries again, so nothing is lost yet. Read its log from the time of this alarm: a missing right and a time-out are the usual causes.");
        Raise("Throttles", "throttles", watched.Function.MetricThrottles(Over("Sum", minutes)), more, 0,
            "Lambda refused to run the function because the account or its reservation has no concurrency left. Compare maxConcurrency and reservedConcurrency with the account's limit.");
        Raise("OldestMessage", "oldest-message", watched.Queue.MetricApproximateAgeOfOldestMessage(Over("Maximum", minutes)), more, OldestMessageSeconds,
            "A log file has waited for more than 15 minutes, so findings come late. Look at errors and throttles first; if there are none, raise maxConcurrency.");
        Raise("Silence", "silence", watched.Metrics.Files(silence), ComparisonOperator.LESS_THAN_THRESHOLD, 1,
            $"No log file has arrived for {silenceHours} hour(s). To stop the trail is the first thing an intruder does: see whether it is logging (aws cloudtrail get-trail-status) before you look for anything else.",
            TreatMissingData.BREACHING);
        Raise("BadRecords", "bad-records", watched.Metrics.BadRecords(minutes), more, 0,
            "Parts of a log file were no CloudTrail record and were left out; the rest of the file was evaluated. The function's log names the file and the place in it.");
    }

    private void Raise(string id, string name, IMetric metric, ComparisonOperator comparison, double threshold, string description, TreatMissingData missing = TreatMissingData.NOT_BREACHING)
    {
        var alarm = new Alarm(this, id, new AlarmProps
        {
            AlarmName = $"{Stack.Of(this).StackName}-{name}",
            AlarmDescription = description,
            Metric = metric,
            ComparisonOperator = comparison,
            Threshold = threshold,
            EvaluationPeriods = 1,
            TreatMissingData = missing,
        });
        var actions = (CfnAlarm)alarm.Node.DefaultChild!;
        actions.AlarmActions = [_topicArn];
        actions.OkActions = [_topicArn];
    }

    private static MetricOptions Over(string statistic, Duration period) => new() { Statistic = statistic, Period = period };
}
