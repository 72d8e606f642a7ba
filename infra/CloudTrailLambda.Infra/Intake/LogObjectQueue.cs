using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace CloudTrailLambda.Infra.Intake;

/// <summary>
/// Announcements of new log objects wait here for the function. What it cannot work through in several attempts goes to the dead letters,
/// where it is kept for two weeks and raises an alarm.
/// </summary>
/// <remarks>
/// Both are encrypted with SQS's own key: S3 sends to a queue with a customer key only if the key's policy lets it, and the messages are
/// bucket names and keys.
/// </remarks>
internal sealed class LogObjectQueue : Construct
{
    /// <summary>AWS's advice: time for an attempt, for its throttled retries, and for the batch behind it.</summary>
    private const int TimeoutsHidden = 6;

    private readonly CfnQueuePolicy _policy;

    public LogObjectQueue(Construct scope, string id, int functionTimeoutSeconds, int maxReceiveCount)
        : base(scope, id)
    {
        DeadLetters = new Queue(this, "DeadLetters", new QueueProps
        {
            Encryption = QueueEncryption.SQS_MANAGED,
            RetentionPeriod = Duration.Days(14),
        });
        Queue = new Queue(this, "Queue", new QueueProps
        {
            Encryption = QueueEncryption.SQS_MANAGED,
            VisibilityTimeout = Duration.Seconds(TimeoutsHidden * functionTimeoutSeconds),
            // Shorter than the dead letters': a dead letter's age counts from the day it was first sent.
            RetentionPeriod = Duration.Days(4),
            DeadLetterQueue = new DeadLetterQueue { Queue = DeadLetters, MaxReceiveCount = maxReceiveCount },
        });
        _policy = DemandTls(Queue);
        DemandTls(DeadLetters);
    }

    public Queue Queue { get; }

    public Queue DeadLetters { get; }

    /// <summary>
    /// Lets the buckets of this account announce their objects, and makes <paramref name="bucket"/> wait for that: S3 tries the queue when
    /// the bucket is made. Named here, the bucket would have to exist before the policy, so the condition is the account.
    /// </summary>
    public void AcceptFrom(Amazon.CDK.AWS.S3.CfnBucket bucket)
    {
        Accept("BucketsOfThisAccount", "s3.amazonaws.com", ("StringEquals", "aws:SourceAccount", Aws.ACCOUNT_ID), ("ArnLike", "aws:SourceArn", $"arn:{Aws.PARTITION}:s3:::*"));
        bucket.AddDependency(_policy);
    }

    /// <summary>Lets one rule of EventBridge send.</summary>
    public void AcceptFromRule(string sid, string ruleArn)
    {
        Accept(sid, "events.amazonaws.com", ("ArnEquals", "aws:SourceArn", ruleArn));
        AcceptUndelivered(sid, "events.amazonaws.com", ruleArn);
    }

    /// <summary>Lets one topic send.</summary>
    public void AcceptFromTopic(string topicArn)
    {
        Accept("Topic", "sns.amazonaws.com", ("ArnEquals", "aws:SourceArn", topicArn));
        AcceptUndelivered("Topic", "sns.amazonaws.com", topicArn);
    }

    private void Accept(string sid, string service, params (string Operator, string Key, object Value)[] conditions) =>
        Queue.AddToResourcePolicy(Send(sid, service, Queue, conditions));

    private void AcceptUndelivered(string sid, string service, string sourceArn) =>
        DeadLetters.AddToResourcePolicy(Send(sid, service, DeadLetters, ("ArnEquals", "aws:SourceArn", sourceArn)));

    private static PolicyStatement Send(string sid, string service, Queue queue, params (string Operator, string Key, object Value)[] conditions) =>
        Statements.Allow(sid, new ServicePrincipal(service), ["sqs:SendMessage"], [queue.QueueArn], Statements.When(conditions));

    private static CfnQueuePolicy DemandTls(Queue queue)
    {
        queue.AddToResourcePolicy(Statements.DenyWithoutTls(["sqs:*"], [queue.QueueArn]));
        return (CfnQueuePolicy)queue.Node.FindChild("Policy").Node.DefaultChild!;
    }
}
