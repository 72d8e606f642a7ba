namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>KMS keys used by services, for the account or on behalf of a role.</summary>
internal static class KeyUse
{
    private const string KeyArn = "arn:aws:kms:<region>:<account>:key/<uuid of 9>";

    private const string Resources =
        $$"""[{"accountId":"<account>","type":"AWS::KMS::Key","ARN":"{{KeyArn}}"}]""";

    public static IEnumerable<TrafficKind> All =>
    [
        new(350,
            [ForItself("cloudtrail.amazonaws.com"), ForItself("sqs.amazonaws.com"), ForItself("delivery.logs.amazonaws.com")],
            [GenerateDataKey("""
                "aws:cloudtrail:arn":"arn:aws:cloudtrail:<region>:<account>:trail/org-trail",
                "aws:s3:arn":"arn:aws:s3:::org-logs-<account>/AWSLogs/<account>/CloudTrail/<region>/<day>/<alnum 16>.json.gz"
                """)]),
        new(850, [OnBehalf("s3.amazonaws.com", "report-writer", "ingest-service", "export-job")],
            [GenerateDataKey(""" "aws:s3:arn":"arn:aws:s3:::<pick data-lake|exports|uploads|artifacts>-<account>" """), DecryptObject]),
        new(400, [OnBehalf("secretsmanager.amazonaws.com", "checkout-task", "catalog-task", "orders-handler")],
            [Decrypt("""
                "SecretARN":"arn:aws:secretsmanager:<region>:<account>:secret:prod/<pick db|queue|mail|payments>-<alnum 6 of 1>",
                "SecretVersionId":"<uuid of 8>"
                """)]),
        new(300, [OnBehalf("dynamodb.amazonaws.com", "orders-handler", "stream-consumer")],
            [Decrypt(""" "aws:dynamodb:tableName":"<pick orders|carts|sessions|stock>","aws:dynamodb:subscriberId":"<account>" """)]),
        new(200, [new Actor(AsRole("AWS Internal"), "AWS Internal", "AWS Internal", "web-node", "batch-node")],
            [Decrypt(""" "aws:ebs:id":"vol-0<hex 16 of 40>" """), CreateGrant]),
    ];

    private static ApiCall DecryptObject { get; } =
        Decrypt(""" "aws:s3:arn":"arn:aws:s3:::<pick data-lake|exports|uploads|artifacts>-<account>" """);

    private static ApiCall CreateGrant { get; } = new("kms", "CreateGrant", Weight: 2)
    {
        Request = $$"""
            {"keyId":"{{KeyArn}}","granteePrincipal":"ec2.<region>.amazonaws.com","retiringPrincipal":"ec2.<region>.amazonaws.com",
             "operations":["Decrypt","GenerateDataKeyWithoutPlaintext","CreateGrant"],
             "constraints":{"encryptionContextSubset":{"aws:ebs:id":"vol-0<hex 16 of 40>"} } }
            """,
        Response = $$"""{"grantId":"<hex 64>","keyId":"{{KeyArn}}"}""",
        Resources = Resources,
    };

    private static Actor ForItself(string host) => new(Identities.Service(host), host, host);

    private static Actor OnBehalf(string host, params string[] roles) =>
        new(AsRole(host), host, host, roles) { SessionsAtOnce = 16 };

    private static string AsRole(string invokedBy) =>
        Identities.Assumed("<role>-<hex 12 per session>", $$""","invokedBy":"{{invokedBy}}" """);

    private static ApiCall GenerateDataKey(string encryptionContext) => new("kms", "GenerateDataKey")
    {
        Request = $$"""{"keyId":"{{KeyArn}}","encryptionContext":{ {{encryptionContext}} },"keySpec":"AES_256"}""",
        Resources = Resources,
        Extra = """ "sharedEventID":"<uuid>", """,
    };

    private static ApiCall Decrypt(string encryptionContext) => new("kms", "Decrypt")
    {
        Request = $$"""{"encryptionContext":{ {{encryptionContext}} },"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}""",
        Additional = """{"keyMaterialId":"<hex 64 of 9>"}""",
        Resources = Resources,
    };
}
