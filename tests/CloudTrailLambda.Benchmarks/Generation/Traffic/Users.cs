namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>The few IAM users that are left, with keys or in the console.</summary>
internal static class Users
{
    public static IEnumerable<TrafficKind> All =>
    [
        new(55, [WithKey],
        [
            new("sts", "GetCallerIdentity"),
            new("s3", "ListObjects")
            {
                Request = """
                    {"bucketName":"exports-<account>","Host":"exports-<account>.s3.<region>.amazonaws.com","list-type":"2",
                     "prefix":"nightly/<day>/","encoding-type":"url"}
                    """,
                IsData = true,
            },
            new("ses", "GetSendQuota"),
            new("ec2", "DescribeSnapshots")
            {
                Request = """{"snapshotSet":{},"ownersSet":{"items":[{"owner":"self"}]},"sharedUsersSet":{},"filterSet":{}}""",
                ErrorCode = "<pick Client.UnauthorizedOperation|Client.RequestLimitExceeded>",
                ErrorMessage = "The request was not carried out.",
            },
            new("s3", "GetBucketLocation", Weight: 2)
            {
                Request = """{"bucketName":"retired-<account>","location":"","Host":"retired-<account>.s3.<region>.amazonaws.com"}""",
                ErrorCode = "AccessDenied",
                ErrorMessage = "User: arn:aws:iam::<account>:user/<role> is not authorized to perform: " +
                    "s3:GetBucketLocation because no identity-based policy allows it",
            },
        ]),
        new(15, [InConsole],
        [
            new("iam", "ListAccessKeys") { Request = """{"userName":"<role>"}""", IsGlobal = true },
            new("ec2", "DescribeRegions") { Request = """{"regionSet":{},"allRegions":true}""" },
        ]),
    ];

    private static Actor WithKey { get; } = new(
        Identities.User, "<pick 192.0.2|198.51.100|203.0.113 per role>.<digits 2 per role>",
        "aws-cli/1.22.34 Python/3.10.12 Linux/5.15.0-153-generic botocore/1.23.34", "backup-export", "smtp-relay", "legacy-sync", "jens")
    { UsesTls = true };

    private static Actor InConsole { get; } = new(
        Identities.ConsoleUser, "<pick 192.0.2|203.0.113 per session>.<digits 2 per session>", "AWS Internal", "break-glass", "jens")
    { UsesTls = true };
}
