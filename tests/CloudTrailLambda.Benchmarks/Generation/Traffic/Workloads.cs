namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>The account's own programs: functions and containers that call DynamoDB, S3, SSM and Secrets Manager.</summary>
internal static class Workloads
{
    private const string Table = "<pick orders|carts|sessions|stock>";
    private const string Bucket = "<pick data-lake|exports|uploads|artifacts>-<account>";

    public static IEnumerable<TrafficKind> All =>
    [
        new(700, [Function], Calls),
        new(500, [Container], Calls),
        new(180, [Machine],
        [
            new("ssm", "UpdateInstanceInformation")
            {
                Request = """
                    {"instanceId":"i-0<hex 16 per session>","agentVersion":"3.3.2746.0","agentStatus":"Active",
                     "platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2023",
                     "iPAddress":"10.0.4.<digits 2 per session>",
                     "computerName":"ip-10-0-4-<digits 2 per session>.ec2.internal","agentName":"amazon-ssm-agent",
                     "availabilityZone":"<region>a","sSMConnectionChannel":"ssmmessages"}
                    """,
            },
        ]),
    ];

    private static Actor Function { get; } = new(
        Identities.Assumed("<role>", inContext: ""","ec2RoleDelivery":"2.0" """),
        "<pick 3|18|34|52|54 per session>.<digits 2 per session>.<digits 2 per session>.<pick 7|31|99|180 per session>",
        "aws-sdk-<pick java/2.33.9|go-v2/1.39.2|dotnet-coreclr/4.0.0.12 per role> " +
        "ua/2.1 os/Linux#5.10.244 lang/<pick java#21.0.8|go#1.25.1|.NET#10.0 per role> md/exec-env#AWS_Lambda m/E cfg/retry-mode#standard",
        "orders-handler", "invoice-worker", "image-resizer", "stream-consumer")
    { SessionsAtOnce = 24, UsesTls = true };

    private static Actor Container { get; } = new(
        Identities.Assumed("<hex 32 per session>"), "10.0.<pick 1|4|9|15 per session>.<digits 2 per session>",
        "Boto3/1.40.40 md/Botocore#1.40.40 ua/2.1 os/linux#6.1.148 md/arch#<pick x86_64|aarch64 per role> " +
        "lang/python#3.13.7 exec-env/AWS_ECS_FARGATE Botocore/1.40.40",
        "checkout-task", "catalog-task", "search-task")
    { SessionsAtOnce = 18, UsesTls = true };

    private static Actor Machine { get; } = new(
        Identities.Assumed("i-0<hex 16 per session>", inContext: ""","ec2RoleDelivery":"2.0" """), "10.0.4.<digits 2 per session>",
        "aws-sdk-go/1.55.5 (go1.24.6; linux; arm64) amazon-ssm-agent/3.3.2746.0", "web-node", "batch-node")
    { SessionsAtOnce = 40, UsesTls = true };

    private static ApiCall[] Calls { get; } =
    [
        Item("GetItem", """ "consistentRead":false, """),
        Item("PutItem", """ "conditionExpression":"attribute_not_exists(id)", """),
        new("s3", "GetObject", Weight: 14)
        {
            Request = $$"""
                {"bucketName":"{{Bucket}}","Host":"{{Bucket}}.s3.<region>.amazonaws.com",
                 "key":"<pick in|out|tmp>/<day>/<uuid of 100000>.parquet"}
                """,
            Additional = """
                {"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,
                 "SSEApplied":"Default_SSE_S3","AuthenticationMethod":"AuthHeader","x-amz-id-2":"<base64 75>=",
                 "bytesTransferredOut":"<int 900 4000000>"}
                """,
            Resources = $$"""
                [{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::{{Bucket}}/<pick in|out|tmp>/<day>/<uuid of 100000>.parquet"},{"accountId":"<account>",
                 "type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::{{Bucket}}"}]
                """,
            IsData = true,
        },
        new("secretsmanager", "GetSecretValue", Weight: 6)
        {
            Request = """
                {"secretId":"arn:aws:secretsmanager:<region>:<account>:secret:prod/<pick db|queue|mail|payments>-<alnum 6 of 1>",
                 "versionStage":"AWSCURRENT"}
                """,
        },
        new("ssm", "GetParametersByPath", Weight: 6)
        {
            Request = """
                {"path":"/prod/<pick checkout|catalog|search|orders>/","recursive":true,"withDecryption":true,
                 "maxResults":10}
                """,
        },
        new("sts", "GetCallerIdentity", Weight: 2),
        new("logs", "CreateLogStream", Weight: 8)
        {
            Request = """
                {"logGroupName":"/aws/app/<pick checkout|catalog|search|orders>","logStreamName":"<day>/[$LATEST]<hex 32>"}
                """,
        },
    ];

    private static ApiCall Item(string name, string more) => new("dynamodb", name)
    {
        Request = $$"""{"tableName":"{{Table}}","key":{"id":"HIDDEN_DUE_TO_SECURITY_REASONS"},{{more}}"returnConsumedCapacity":"NONE"}""",
        Resources = $$"""
            [{"accountId":"<account>","type":"AWS::DynamoDB::Table",
             "ARN":"arn:aws:dynamodb:<region>:<account>:table/{{Table}}"}]
            """,
        Extra = """ "apiVersion":"2012-08-10", """,
        IsData = true,
    };
}
