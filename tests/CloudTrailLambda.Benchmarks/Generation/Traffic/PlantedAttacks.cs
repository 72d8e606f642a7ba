namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>Calls that a detection should look at. None of them is part of the background, so that they can be counted.</summary>
internal static class PlantedAttacks
{
    private const string NewUser = "<pick svc-support|backup2|adm1n|helpdesk>";

    public static IEnumerable<TrafficKind> All =>
    [
        new(5_000, [StolenKey],
        [
            new("cloudtrail", "StopLogging", Weight: 6)
            {
                Request = """{"name":"arn:aws:cloudtrail:<region>:<account>:trail/org-trail"}""",
            },
            new("cloudtrail", "DeleteTrail", Weight: 3) { Request = """{"name":"org-trail"}""" },
            new("guardduty", "DeleteDetector", Weight: 4) { Request = """{"detectorId":"<hex 32 of 1>"}""" },
            new("ec2", "DeleteFlowLogs", Weight: 4)
            {
                Request = """{"DeleteFlowLogsRequest":{"FlowLogId":{"tag":1,"content":"fl-0<hex 16 of 5>"}}}""",
                Response = """
                    {"DeleteFlowLogsResponse":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","unsuccessful":"",
                     "requestId":"<request id>"}}
                    """,
            },
            new("ec2", "ModifySnapshotAttribute", Weight: 4)
            {
                Request = """
                    {"snapshotId":"snap-0<hex 16 of 30>",
                     "createVolumePermission":{"add":{"items":[{"userId":"<digits 12>"}]}},
                     "attributeType":"CREATE_VOLUME_PERMISSION"}
                    """,
                Response = """{"requestId":"<request id>","_return":true}""",
            },
            new("ec2", "AuthorizeSecurityGroupIngress", Weight: 5)
            {
                Request = """
                    {"groupId":"sg-0<hex 16 of 40>","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,
                     "groups":{},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}
                    """,
                Response = """{"requestId":"<request id>","_return":true}""",
            },
            new("s3", "PutBucketPolicy", Weight: 4)
            {
                Request = """
                    {"bucketName":"exports-<account>","Host":"exports-<account>.s3.<region>.amazonaws.com","policy":"",
                     "bucketPolicy":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*",
                     "Action":["s3:GetObject"],"Resource":"arn:aws:s3:::exports-<account>/*"}}}
                    """,
            },
            Iam(
                "CreateUser",
                $$"""{"userName":"{{NewUser}}"}""",
                $$"""
                {"user":{"path":"/","userName":"{{NewUser}}",
                 "userId":"AIDA<base32 17>","arn":"arn:aws:iam::<account>:user/{{NewUser}}","createDate":"<date>"} }
                """),
            Iam(
                "CreateAccessKey",
                $$"""{"userName":"{{NewUser}}"}""",
                $$"""
                {"accessKey":{"userName":"{{NewUser}}","accessKeyId":"AKIA<base32 16>",
                 "status":"Active","createDate":"<date>"} }
                """),
            Iam(
                "CreateLoginProfile",
                $$"""{"userName":"{{NewUser}}","passwordResetRequired":false}""",
                $$"""{"loginProfile":{"userName":"{{NewUser}}","createDate":"<date>","passwordResetRequired":false} }"""),
            Iam("AttachUserPolicy", $$"""{"userName":"{{NewUser}}","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}""", "null"),
            Iam(
                "PutUserPolicy",
                $$"""
                {"userName":"{{NewUser}}","policyName":"x",
                 "policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}
                """,
                "null"),
            Iam(
                "UpdateAssumeRolePolicy",
                """
                {"roleName":"web-node",
                 "policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::<digits 12>:root\"},\"Action\":\"sts:AssumeRole\"}]}"}
                """,
                "null"),
        ]),
        new(1_500, [Guesser], [FailedLogin]),
    ];

    private static Actor StolenKey { get; } = new(
        Identities.User, "<pick 45.83|185.220|193.32 per session>.<digits 2 per session>.<digits 2 per session>",
        "aws-cli/2.31.6 md/awscrt#0.27.6 ua/2.1 os/linux#6.16.8-kali md/arch#amd64 lang/python#3.13.7 md/prompt#off", "legacy-sync", "jens")
    { UsesTls = true, RecordsInARow = 1 };

    private static Actor Guesser { get; } = new(
        """{"type":"IAMUser","principalId":"AIDA<base32 17 per role>","accountId":"<account>","accessKeyId":"","userName":"<role>"}""",
        "<pick 45.83|185.220|193.32 per session>.<digits 2 per session>.<digits 2 per session>",
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "jens", "break-glass", "admin")
    { RecordsInARow = 1 };

    /// <summary>Regional on purpose: sign-in with a regional endpoint is logged there.</summary>
    private static ApiCall FailedLogin { get; } = new("signin", "ConsoleLogin")
    {
        Response = """{"ConsoleLogin":"Failure"}""",
        Additional = """{"LoginTo":"https://<region>.console.aws.amazon.com/console/home","MobileVersion":"No","MFAUsed":"No"}""",
        EventType = "AwsConsoleSignIn",
        ErrorCode = "Failed authentication",
        ErrorMessage = "Failed authentication",
    };

    private static ApiCall Iam(string name, string request, string response) =>
        new("iam", name) { Request = request, Response = response, IsGlobal = true };
}
