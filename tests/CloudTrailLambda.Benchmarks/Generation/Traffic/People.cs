namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>People in the console, signed in with single sign-on and a second factor.</summary>
internal static class People
{
    private const string Person =
        "<pick ana.silva|jürgen.weiß|li.wei|maria.garcia|noah.smith|olu.ade|sam.lee|zoë.brown per session>@example.com";

    private const string Bucket = "<pick data-lake|exports|uploads|artifacts>-<account>";

    public static IEnumerable<TrafficKind> All =>
    [
        new(330, [Console],
        [
            new("ec2", "DescribeInstances")
            {
                Request = """
                    {"maxResults":100,"instancesSet":{},"filterSet":{"items":[{"name":"instance-state-name",
                     "valueSet":{"items":[{"value":"running"}]}}]}}
                    """,
            },
            new("s3", "ListBuckets")
            {
                Request = """{"Host":"s3.amazonaws.com","max-buckets":"50"}""",
                Additional = """
                    {"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,
                     "AuthenticationMethod":"AuthHeader","x-amz-id-2":"<base64 75>=","bytesTransferredOut":"<int 500 9000>"}
                    """,
            },
            new("logs", "DescribeLogGroups") { Request = """{"limit":50,"logGroupNamePrefix":"/aws/lambda/"}""" },
            new("monitoring", "DescribeAlarms") { Request = """{"maxRecords":100,"stateValue":"ALARM"}""" },
            new("health", "DescribeEventAggregates")
            {
                Request = """
                    {"aggregateField":"eventTypeCategory","filter":{"eventStatusCodes":["open","upcoming"],
                     "startTimes":[{"from":"<time>"}]}}
                    """,
            },
            new("lambda", "ListFunctions20150331") { Request = """{"maxItems":"<int 10 50>","masterRegion":"false"}""" },
            new("iam", "ListRoles", Weight: 4) { Request = """{"maxItems":1000}""", IsGlobal = true },
            Lifecycle("""{"ID":"expire","Status":"Enabled","Filter":{"Prefix":"tmp/"},"Expiration":{"Days":30}}"""),
            Lifecycle("""
                [{"ID":"expire","Status":"Enabled","Filter":{"Prefix":"tmp/"},"Expiration":{"Days":30}},
                 {"ID":"archive","Status":"Enabled","Filter":"","Transition":{"StorageClass":"GLACIER","Days":90}}]
                """),
            AllowFlat,
            AllowNested,
            new("ec2", "CreateTags", Weight: 1)
            {
                Request = """
                    {"resourcesSet":{"items":[{"resourceId":"i-0<hex 16 of 60>"}]},"tagSet":{"items":[{"key":"note",
                     "value":"<pick prüfen|テスト|à vérifier|keep 🚀|temporary>"}]}}
                    """,
                Response = """{"requestId":"<request id>","_return":true}""",
            },
        ]),
        new(12, [Console], [SignIn]),
    ];

    private static Actor Console { get; } = new(
        Identities.Assumed(Person, path: "/aws-reserved/sso.amazonaws.com/", mfa: "true"),
        "<pick 81.2|203.0|198.51|92.184 per session>.<digits 2 per session>.<digits 2 per session>",
        "<pick Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36|" +
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0|" +
        "aws-cli/2.31.6 md/awscrt#0.27.6 ua/2.1 os/macos#25.0.0 md/arch#arm64 lang/python#3.13.7 md/command#ec2.describe-instances — poste d’Élodie per session>",
        "AWSReservedSSO_ReadOnlyAccess_1f0a9c27be3d4456", "AWSReservedSSO_Developer_7be21d90c4a8f135",
        "AWSReservedSSO_AdministratorAccess_93c5d7e1a0b2f468")
    { SessionsAtOnce = 15, UsesTls = true };

    private static ApiCall SignIn { get; } = new("signin", "ConsoleLogin")
    {
        Response = """{"ConsoleLogin":"Success"}""",
        Additional = """{"LoginTo":"https://console.aws.amazon.com/console/home","MobileVersion":"No","MFAUsed":"Yes"}""",
        EventType = "AwsConsoleSignIn",
        IsGlobal = true,
    };

    private static ApiCall AllowFlat { get; } = new("ec2", "AuthorizeSecurityGroupIngress", Weight: 1)
    {
        Request = """
            {"groupId":"sg-0<hex 16 of 40>","cidrIp":"10.0.0.0/16","ipProtocol":"tcp","fromPort":443,"toPort":443,
             "ipPermissions":{}}
            """,
        Response = """{"requestId":"<request id>","_return":true}""",
    };

    private static ApiCall AllowNested { get; } = new("ec2", "AuthorizeSecurityGroupIngress", Weight: 1)
    {
        Request = """
            {"groupId":"sg-0<hex 16 of 40>","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":5432,"toPort":5432,
             "groups":{},"ipRanges":{"items":[{"cidrIp":"10.0.0.0/16","description":"Büro"}]},"ipv6Ranges":{},
             "prefixListIds":{}}]}}
            """,
        Response = """
            {"requestId":"<request id>","_return":true,"securityGroupRuleSet":{"items":[{"groupOwnerId":"<account>",
             "groupId":"sg-0<hex 16 of 40>","securityGroupRuleId":"sgr-0<hex 16>","isEgress":false,"ipProtocol":"tcp",
             "fromPort":5432,"toPort":5432,"cidrIpv4":"10.0.0.0/16"}]}}
            """,
    };

    /// <summary>Fields that come from XML are one object when there is one, and a list when there are more.</summary>
    private static ApiCall Lifecycle(string rule) => new("s3", "PutBucketLifecycle", Weight: 1)
    {
        Request = $$"""
            {"bucketName":"{{Bucket}}","Host":"{{Bucket}}.s3.<region>.amazonaws.com","lifecycle":"",
             "LifecycleConfiguration":{"xmlns":"http://s3.amazonaws.com/doc/2006-03-01/","Rule":{{rule}} } }
            """,
        Resources = $$"""[{"accountId":"<account>","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::{{Bucket}}"}]""",
    };
}
