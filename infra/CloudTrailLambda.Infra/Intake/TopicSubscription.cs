using Amazon.CDK.AWS.SNS;
using Constructs;

namespace CloudTrailLambda.Infra.Intake;

/// <summary>The queue listens to a topic that was there before: one that the bucket announces its objects to, or the trail's own.</summary>
internal sealed class TopicSubscription : Construct
{
    private const int RegionOfArn = 3;

    public TopicSubscription(Construct scope, string id, string topicArn, LogObjectQueue queue)
        : base(scope, id)
    {
        _ = new CfnSubscription(this, "Subscription", new CfnSubscriptionProps
        {
            TopicArn = topicArn,
            // The topic may be where the bucket is; without its region SNS looks for it in the stack's.
            Region = topicArn.Split(':')[RegionOfArn],
            Protocol = "sqs",
            Endpoint = queue.Queue.QueueArn,
            RedrivePolicy = new Dictionary<string, object>(StringComparer.Ordinal) { ["deadLetterTargetArn"] = queue.DeadLetters.QueueArn },
        });
        queue.AcceptFromTopic(topicArn);
    }
}
