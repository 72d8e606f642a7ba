namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>What a pipeline does: signs in with its token, plans with an infrastructure tool, lets CloudFormation change things.</summary>
internal static class Deployments
{
    private const string Stack = "arn:aws:cloudformation:<region>:<account>:stack/<pick web|api|data|network>/<uuid of 9>";

    private const string TrustPolicy =
        """{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}""";

    public static IEnumerable<TrafficKind> All =>
    [
        new(500, [ByCloudFormation],
        [
            new("cloudformation", "DescribeStackResources") { Request = $$"""{"stackName":"{{Stack}}"}""" },
            new("lambda", "GetFunction20150331v2") { Request = """{"functionName":"<pick orders|invoices|images|streams>"}""" },
            UpdateFunctionCode,
            new("ec2", "DescribeSubnets") { Request = """{"subnetSet":{"items":[{"subnetId":"subnet-0<hex 16 of 6>"}]},"filterSet":{}}""" },
            new("ssm", "GetParameters") { Request = """{"names":["/cdk-bootstrap/hnb659fds/version"],"withDecryption":false}""" },
            new("iam", "CreateRole", Weight: 1)
            {
                Request = $$"""
                    {"roleName":"<pick web|api|data>-handler-<alnum 12 of 9000>","assumeRolePolicyDocument":"{{TrustPolicy}}",
                     "tags":[{"key":"stack","value":"<pick web|api|data>"}]}
                    """,
                Response = """
                    {"role":{"path":"/","roleName":"<pick web|api|data>-handler-<alnum 12 of 9000>","roleId":"AROA<base32 17>",
                     "createDate":"<date>","arn":"arn:aws:iam::<account>:role/<pick web|api|data>-handler-<alnum 12 of 9000>"}}
                    """,
                IsGlobal = true,
            },
        ]),
        new(150, [Runner],
        [
            new("cloudformation", "DescribeStacks") { Request = $$"""{"stackName":"{{Stack}}"}""" },
            new("cloudformation", "DescribeStackEvents") { Request = $$"""{"stackName":"{{Stack}}","nextToken":"<base64 64>"}""" },
            new("cloudformation", "CreateChangeSet", Weight: 2)
            {
                Request = $$"""
                    {"stackName":"{{Stack}}","changeSetName":"deploy-<int 100 9999>","capabilities":["CAPABILITY_IAM",
                     "CAPABILITY_NAMED_IAM"],"includeNestedStacks":false,"tags":[{"key":"commit","value":"<hex 40>"}],
                     "parameters":[{"parameterKey":"DesiredCount","parameterValue":"****"}]}
                    """,
                Response = $$"""{"id":"arn:aws:cloudformation:<region>:<account>:changeSet/deploy/<uuid>","stackId":"{{Stack}}"}""",
            },
            TaskDefinition,
            TooLargeToLog,
            new("ecr", "BatchGetImage")
            {
                Request = """
                    {"registryId":"<account>","repositoryName":"<pick checkout|catalog|search>",
                     "imageIds":[{"imageTag":"<hex 40 of 30>"}],
                     "acceptedMediaTypes":["application/vnd.oci.image.manifest.v1+json",
                     "application/vnd.docker.distribution.manifest.v2+json"]}
                    """,
            },
        ]),
        new(25, [SigningIn],
        [
            new("sts", "AssumeRoleWithWebIdentity")
            {
                Request = """
                    {"roleArn":"arn:aws:iam::<account>:role/ci-deploy",
                     "roleSessionName":"GitHubActions-<digits 7 of 9000>","durationSeconds":3600}
                    """,
                Response = """
                    {"subjectFromWebIdentityToken":"repo:example-org/<role>:ref:refs/heads/main",
                     "assumedRoleUser":{"assumedRoleId":"AROA<base32 17 per role>:GitHubActions-<digits 7 of 9000>",
                     "arn":"arn:aws:sts::<account>:assumed-role/ci-deploy/GitHubActions-<digits 7 of 9000>"},
                     "credentials":{"accessKeyId":"ASIA<base32 16>","sessionToken":"IQoJb3JpZ2luX2VjE<base64 311>==",
                     "expiration":"<expiry>"},
                     "provider":"arn:aws:iam::<account>:oidc-provider/token.actions.githubusercontent.com",
                     "audience":"sts.amazonaws.com"}
                    """,
            },
        ]),
    ];

    private static Actor ByCloudFormation { get; } = new(
        Identities.Assumed("AWSCloudFormation", ""","invokedBy":"cloudformation.amazonaws.com" """),
        "cloudformation.amazonaws.com", "cloudformation.amazonaws.com", "cdk-hnb659fds-cfn-exec-role");

    private static Actor SigningIn { get; } = new(
        Identities.WebIdentity, "20.<int 40 60>.<int 0 255>.<int 1 254>",
        "configure-aws-credentials-for-github-actions aws-sdk-js/3.896.0", "web", "api")
    { UsesTls = true };

    private static Actor Runner { get; } = new(
        Identities.Assumed("GitHubActions-<digits 7 per session>", inContext: """
            ,"webIdFederationData":{"attributes":{},
             "federatedProvider":"arn:aws:iam::<account>:oidc-provider/token.actions.githubusercontent.com"}
            """),
        "20.<pick 41|48|55 per session>.<pick 12|77|190 per session>.<digits 2 per session>",
        "<pick APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.14.1|" +
        "aws-cdk/2.160.0 aws-sdk-js/3.896.0 os/linux#6.11 lang/js md/nodejs#22.19.0 per session>",
        "ci-deploy", "ci-plan")
    { UsesTls = true };

    /// <summary>The long tail: every environment variable of a container, twice.</summary>
    private static ApiCall TaskDefinition { get; } = new("ecs", "RegisterTaskDefinition", Weight: 8)
    {
        Request = $$"""{"family":"checkout","networkMode":"awsvpc","cpu":"512","memory":"1024","containerDefinitions":[{{Container}}]}""",
        Response = $$"""
            {"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:<region>:<account>:task-definition/checkout:17",
             "status":"ACTIVE","containerDefinitions":[{{Container}}]} }
            """,
    };

    private static string Container
    {
        get
        {
            var variables = Enumerable.Range(1, 30).Select(static n => $$"""{"name":"FEATURE_{{n}}","value":"<hex 8 of 3>"}""");
            return $$"""
                {"name":"app","image":"<account>.dkr.ecr.<region>.amazonaws.com/checkout:<hex 40 of 30>","essential":true,
                 "environment":[{{string.Join(',', variables)}}]}
                """;
        }
    }

    private static ApiCall TooLargeToLog { get; } = new("cloudformation", "UpdateStack", Weight: 1)
    {
        Request = """{"reason":"requestParameters too large","omitted":true}""",
        Response = $$"""{"stackId":"{{Stack}}"}""",
    };

    private static ApiCall UpdateFunctionCode { get; } = new("lambda", "UpdateFunctionCode20150331v2", Weight: 2)
    {
        Request = """
            {"functionName":"<pick orders|invoices|images|streams>","s3Bucket":"cdk-hnb659fds-assets-<account>-<region>",
             "s3Key":"<hex 64>.zip","publish":false,"dryRun":false}
            """,
        Response = """
            {"functionName":"<pick orders|invoices|images|streams>",
             "functionArn":"arn:aws:lambda:<region>:<account>:function:<pick orders|invoices|images|streams>",
             "runtime":"dotnet10","memorySize":"<int 128 1024>","timeout":30,"codeSha256":"<base64 43>=",
             "lastUpdateStatus":"InProgress","architectures":["arm64"],"environment":{},
             "tracingConfig":{"mode":"PassThrough"}}
            """,
        Extra = """ "apiVersion":"20150331", """,
    };
}
