namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>Shapes of records that are seldom and must not trip a reader: every other identity, and none at all.</summary>
internal static class RareIdentities
{
    public static IEnumerable<TrafficKind> All =>
    [
        new(8, [Outside(Identities.Root)],
            [new("billingconsole", "GetBillingNotifications") { EventType = "AwsConsoleAction" }]),
        new(8, [Outside(Identities.FederatedUser, "kiosk", "reader")],
            [new("s3", "ListBuckets") { Request = """{"Host":"s3.amazonaws.com"}""" }]),
        new(8, [Outside(Identities.OtherAccount, "partner-sync")],
            [new("sts", "AssumeRole")
            {
                Request = """
                    {"roleArn":"arn:aws:iam::<account>:role/partner-access",
                     "roleSessionName":"<role>","externalId":"<uuid of 3>"}
                    """,
                Extra = """ "sharedEventID":"<uuid>", """,
            }]),
        new(6, [Outside(Identities.Unknown, "directory-user")], [new("sso", "Authenticate") { EventType = "AwsServiceEvent" }]),
        new(6, [Outside(Identities.Saml, "ines", "omar")],
            [new("sts", "AssumeRoleWithSAML")
            {
                Request = """
                    {"sAMLAssertionID":"_<hex 32>","roleArn":"arn:aws:iam::<account>:role/analyst",
                     "principalArn":"arn:aws:iam::<account>:saml-provider/idp",
                     "durationSeconds":3600}
                    """,
            }]),
        new(6, [Outside(Identities.IdentityCenter, "")],
            [new("sso", "ListAccountRoles") { Request = """{"accountId":"<account>","maxResults":10}""" }]),
        new(5, [Outside(Identities.Role, "workflow-runner")],
            [new("states", "DescribeExecution")
            {
                Request = """{"executionArn":"arn:aws:states:<region>:<account>:execution:nightly:<uuid>"}""",
            }]),
        new(5, [Outside(Identities.Directory, "CORP\\svc-join")],
            [new("ds", "DescribeDirectories") { Request = """{"directoryIds":["d-9067<digits 6 per role>"]}""" }]),
        new(5, [Outside(Identities.WithoutType, "old-service")], [new("importexport", "ListJobs")]),
        new(10, [new Actor(null, "<region>.amazonaws.com", "AWS Internal") { RecordsInARow = 1 }],
            [new("kms", "RotateKey")
            {
                EventType = "AwsServiceEvent",
                Extra = """ "serviceEventDetails":{"keyId":"<uuid of 9>","rotationType":"AUTOMATIC"}, """,
            }]),
    ];

    private static Actor Outside(string identity, params string[] roles) =>
        new(identity, "<pick 192.0.2|198.51.100|203.0.113 per session>.<digits 2 per session>", "aws-internal/3", roles)
        {
            RecordsInARow = 1,
        };
}
