namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>AWS services that take on a role of the account: the commonest record of all.</summary>
internal static class ServicesAssumingRoles
{
    public static IEnumerable<TrafficKind> All =>
    [
        new(900, [Service("lambda.amazonaws.com", "orders-handler", "invoice-worker", "image-resizer", "stream-consumer")],
            [AssumeRole("<role>", "<role>", 3600)]),
        new(300, [Service("ecs-tasks.amazonaws.com", "checkout-task", "catalog-task", "search-task")],
            [AssumeRole("service/<role>", "<hex 32 of 1000000>", 21600)]),
        new(250, [Service("ec2.amazonaws.com", "web-node", "batch-node")],
            [AssumeRole("<role>", "i-0<hex 16 of 60>", 21600)]),
        new(250, [Service("config.amazonaws.com", "AWSServiceRoleForConfig")],
            [AssumeRole("aws-service-role/config.amazonaws.com/<role>", "AWSConfig-Describe", 3600)]),
        new(150, [Service("events.amazonaws.com", "nightly-schedule"), Service("scheduler.amazonaws.com", "hourly-schedule")],
            [AssumeRole("service-role/<role>", "<hex 32 of 12>", 900)]),
        new(150, [Service("autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling")],
            [AssumeRole("aws-service-role/autoscaling.amazonaws.com/<role>", "AutoScaling", 900)]),
    ];

    private static Actor Service(string host, params string[] roles) =>
        new(Identities.Service(host), host, host, roles) { SessionsAtOnce = 12 };

    /// <param name="role">The role with its path.</param>
    /// <param name="session">The role session name.</param>
    /// <param name="seconds">How long the credentials are valid.</param>
    private static ApiCall AssumeRole(string role, string session, int seconds) => new("sts", "AssumeRole")
    {
        Request = $$"""
            {"roleArn":"arn:aws:iam::<account>:role/{{role}}","roleSessionName":"{{session}}","durationSeconds":{{seconds}}}
            """,
        Response = $$"""
            {"credentials":{"accessKeyId":"ASIA<base32 16 per session>",
              "sessionToken":"IQoJb3JpZ2luX2VjE<base64 311 per session>==","expiration":"<expiry>"},
             "assumedRoleUser":{"assumedRoleId":"AROA<base32 17 per role>:{{session}}",
              "arn":"arn:aws:sts::<account>:assumed-role/<role>/{{session}}"} }
            """,
        Resources = $$"""[{"accountId":"<account>","type":"AWS::IAM::Role","ARN":"arn:aws:iam::<account>:role/{{role}}"}]""",
        Extra = """ "sharedEventID":"<uuid>", """,
    };
}
