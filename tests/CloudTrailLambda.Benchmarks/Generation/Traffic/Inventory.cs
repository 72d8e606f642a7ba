namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>Services that read the state of the account all day: Config, Security Hub, Trusted Advisor, Resource Explorer.</summary>
internal static class Inventory
{
    public static IEnumerable<TrafficKind> All =>
    [
        new(1_100,
            [
                ServiceRole("config.amazonaws.com", "AWSServiceRoleForConfig", "AWSConfig-Describe"),
                ServiceRole("securityhub.amazonaws.com", "AWSServiceRoleForSecurityHub", "securityhub"),
                ServiceRole("resource-explorer-2.amazonaws.com", "AWSServiceRoleForResourceExplorer", "resource-explorer-2"),
            ],
            Reads),
        new(250, [ServiceRole("guardduty.amazonaws.com", "AWSServiceRoleForAmazonGuardDuty", "AmazonGuardDuty")],
            [DescribeInstances, new("organizations", "DescribeAccount") { Request = """{"accountId":"<account>"}""" }]),
    ];

    private static ApiCall DescribeInstances { get; } = new("ec2", "DescribeInstances", Weight: 20)
    {
        Request = """
            {"maxResults":1000,"instancesSet":{"items":[{"instanceId":"i-0<hex 16 of 60>"},{"instanceId":"i-0<hex 16 of 50>"}]},
             "filterSet":{"items":[{"name":"instance-state-name","valueSet":{"items":[{"value":"running"},{"value":"stopped"}]}},
              {"name":"tag:team","valueSet":{"items":[{"value":"<pick payments|search|données|プラットフォーム|platform|web>"}]}}]}}
            """,
    };

    private static ApiCall[] Reads { get; } =
    [
        DescribeInstances,
        new("ec2", "DescribeSecurityGroups")
        {
            Request = """
                {"securityGroupSet":{},"securityGroupIdSet":{"items":[{"groupId":"sg-0<hex 16 of 40>"}]},"filterSet":{},
                 "maxResults":"<int 5 1000>"}
                """,
        },
        new("ec2", "DescribeNetworkInterfaces")
        {
            Request = """{"networkInterfaceIdSet":{"items":[{"networkInterfaceId":"eni-0<hex 16 of 90>"}]},"filterSet":{}}""",
        },
        new("ec2", "DescribeVolumes") { Request = """{"volumeSet":{},"filterSet":{},"nextToken":"<base64 60>"}""" },
        new("s3", "GetBucketLifecycle") { Request = BucketRead("lifecycle"), Additional = S3Data, Resources = Bucket },
        new("s3", "GetBucketPolicyStatus") { Request = BucketRead("policyStatus"), Additional = S3Data, Resources = Bucket },
        new("s3", "GetBucketPublicAccessBlock")
        {
            Request = BucketRead("publicAccessBlock"),
            Additional = S3Data,
            Resources = Bucket,
            ErrorCode = "NoSuchPublicAccessBlockConfiguration",
            ErrorMessage = "The public access block configuration was not found",
        },
        new("iam", "GetRolePolicy", Weight: 6)
        {
            Request = """{"roleName":"<pick web-node|batch-node|orders-handler|checkout-task>","policyName":"inline"}""",
            IsGlobal = true,
        },
        new("lambda", "GetPolicy20150331v2")
        {
            Request = """{"functionName":"arn:aws:lambda:<region>:<account>:function:<pick orders|invoices|images|streams>"}""",
            ErrorCode = "ResourceNotFoundException",
            ErrorMessage = "The resource you requested does not exist.",
        },
        new("kms", "DescribeKey")
        {
            Request = """{"keyId":"arn:aws:kms:<region>:<account>:key/<uuid of 9>"}""",
            Resources = """[{"accountId":"<account>","type":"AWS::KMS::Key","ARN":"arn:aws:kms:<region>:<account>:key/<uuid of 9>"}]""",
        },
        new("rds", "DescribeDBInstances") { Request = """{"maxRecords":100,"filters":[]}""" },
        new("cloudtrail", "DescribeTrails") { Request = """{"includeShadowTrails":false,"trailNameList":[]}""" },
        new("cloudtrail", "GetTrailStatus") { Request = """{"name":"arn:aws:cloudtrail:<region>:<account>:trail/org-trail"}""" },
    ];

    private static string S3Data => """
        {"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,
         "AuthenticationMethod":"AuthHeader","x-amz-id-2":"<base64 75>=","bytesTransferredOut":"<int 200 900>"}
        """;

    private static string Bucket => """
        [{"accountId":"<account>","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::<pick data-lake|exports|uploads|artifacts>-<account>"}]
        """;

    private static string BucketRead(string what) => $$"""
        {"bucketName":"<pick data-lake|exports|uploads|artifacts>-<account>","{{what}}":"",
         "Host":"<pick data-lake|exports|uploads|artifacts>-<account>.s3.<region>.amazonaws.com"}
        """;

    private static Actor ServiceRole(string host, string role, string session) => new(
        Identities.Assumed(session, $$""","invokedBy":"{{host}}" """, $"/aws-service-role/{host}/"), host, host, role)
    {
        SessionsAtOnce = 3,
    };
}
