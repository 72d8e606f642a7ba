using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>Walks every policy of every configuration: a star in an action or a resource needs a reason here.</summary>
public sealed class LeastPrivilegeTests
{
    private const string KeyPolicy = "the resource of a key's policy is the key; AWS has it written as a star";
    private const string TlsOnly = "denies: the more it covers, the less is allowed";

    /// <summary>As "holder statement: value"; a policy holds no star that is not here, and nothing is here that no policy holds.</summary>
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["AWS::KMS::Key : kms:*"] = "the account itself: without it the key's policy could lock everybody out, and no IAM policy would count",
        ["AWS::KMS::Key : *"] = KeyPolicy,
        ["AWS::KMS::Key CloudTrailEncrypts: *"] = KeyPolicy,
        ["AWS::KMS::Key CloudTrailEncrypts: kms:GenerateDataKey*"] = "what AWS documents for CloudTrail: with and without plaintext",
        ["AWS::KMS::Key CloudTrailDescribesTheKey: *"] = KeyPolicy,
        ["AWS::KMS::Key CloudTrailUsesTheBucketKey: *"] = KeyPolicy,
        ["AWS::KMS::Key LogGroupEncrypts: *"] = KeyPolicy,
        ["AWS::KMS::Key LogGroupEncrypts: kms:GenerateDataKey*"] = "what AWS documents for CloudWatch Logs",
        ["AWS::KMS::Key LogGroupEncrypts: kms:ReEncrypt*"] = "what AWS documents for CloudWatch Logs: from and to",
        ["AWS::KMS::Key AlarmsPublish: *"] = KeyPolicy,
        ["AWS::KMS::Key AlarmsPublish: kms:GenerateDataKey*"] = "what AWS documents for publishing to an encrypted topic",
        ["AWS::S3::BucketPolicy DenyWithoutTls: s3:*"] = TlsOnly,
        ["AWS::S3::BucketPolicy DenyWithoutTls: BUCKET/*"] = TlsOnly,
        ["AWS::S3::BucketPolicy CloudTrailWrites: BUCKET/AWSLogs/${AWS::AccountId}/*"] = "the log files of one account; their names are CloudTrail's",
        [$"AWS::S3::BucketPolicy CloudTrailWrites: BUCKET/AWSLogs/{Configurations.OtherAccountId}/*"] = "the same, of the account that owns the organisation's trail",
        [$"AWS::S3::BucketPolicy CloudTrailWrites: BUCKET/AWSLogs/{Configurations.OrganizationId}/*"] = "the log files of the organisation's accounts",
        ["AWS::SQS::QueuePolicy DenyWithoutTls: sqs:*"] = TlsOnly,
        ["AWS::IAM::Policy ReadLogFiles: BUCKET/AWSLogs/*"] = "the log files: which ones, their announcements say",
        [$"AWS::IAM::Policy ReadLogFiles: arn:${{AWS::Partition}}:s3:::{Configurations.BucketName}/AWSLogs/*"] = "the same in a bucket that was there before",
        [$"AWS::IAM::Policy ReadLogFiles: arn:${{AWS::Partition}}:s3:::{Configurations.BucketName}/security/trails/AWSLogs/*"] = "the same below a prefix",
        [$"AWS::IAM::Policy ReadLogFilesOfConfig: arn:${{AWS::Partition}}:s3:::{Configurations.ConfigBucketName}/org/AWSLogs/*"] = "the same of AWS Config",
        [$"AWS::IAM::Policy ReadLogFilesOfGuardDuty: arn:${{AWS::Partition}}:s3:::{Configurations.GuardDutyBucketName}/AWSLogs/*"] = "the same of GuardDuty",
        ["AWS::IAM::Policy EncryptAlerts: kms:GenerateDataKey*"] = "what AWS documents for publishing to an encrypted topic",
        ["AWS::IAM::Policy : *"] = "tracing, as the framework writes it: X-Ray has no resources to name",
    };

    [Fact]
    public void Every_star_in_a_policy_has_a_reason_and_every_reason_a_star()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in Configurations.Names)
        {
            var stack = Stacks.Of(name);
            var statements = stack.Resources.SelectMany(resource => resource.Statements).ToArray();
            Assert.True(statements.Length > 10, $"{name}: {statements.Length} statements");
            var bucket = stack.All("AWS::S3::Bucket").SingleOrDefault()?.Arn ?? "(none)";
            foreach (var statement in statements)
            {
                Assert.NotEmpty(statement.Actions);
                foreach (var value in statement.Actions.Concat(statement.Resources).Where(value => value.Contains('*', StringComparison.Ordinal)))
                {
                    var star = $"{statement.Holder.Type} {statement.Sid}: {value.Replace(bucket, "BUCKET", StringComparison.Ordinal)}";
                    Assert.True(Reasons.ContainsKey(star), $"{name}: '{star}' has no reason");
                    found.Add(star);
                }
            }
        }

        Assert.Equal(Reasons.Keys.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nobody_is_allowed_anything_as_everybody() =>
        Assert.All(Statements(), statement =>
        {
            if (statement.IsAllow) Assert.DoesNotContain(statement.Principals, principal => principal is "*" or "AWS:*");
        });

    [Fact]
    public void What_a_service_is_allowed_is_bound_to_a_source_or_there_is_a_reason()
    {
        Dictionary<string, string> unbound = new(StringComparer.Ordinal)
        {
            ["AWS::IAM::Role  lambda.amazonaws.com"] = "Lambda assumes the role of the function that names it; to name it takes iam:PassRole",
            ["AWS::IAM::Role  cloudtrail.amazonaws.com"] = "CloudTrail's user guide: the role's policy does not support a source",
            ["AWS::KMS::Key CloudTrailUsesTheBucketKey cloudtrail.amazonaws.com"] = "as AWS documents it",
            ["AWS::KMS::Key AlarmsPublish cloudwatch.amazonaws.com"] = "the topic's policy says whose alarms; KMS is not told in each case",
        };
        var found = Statements().Where(statement => statement.IsAllow && !IsBound(statement))
            .SelectMany(statement => statement.Principals.Where(principal => principal.StartsWith("Service:", StringComparison.Ordinal)).Select(principal => $"{statement.Holder.Type} {statement.Sid} {principal["Service:".Length..]}"));

        Assert.Equal(unbound.Keys.Order(StringComparer.Ordinal), found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static bool IsBound(Statement statement) => statement.Conditions.Any(condition =>
        condition.Contains(" aws:SourceArn = ", StringComparison.Ordinal) || condition.Contains(" aws:SourceAccount = ", StringComparison.Ordinal) || condition.Contains(" kms:EncryptionContext:", StringComparison.Ordinal));

    private static IEnumerable<Statement> Statements() => Configurations.Names.SelectMany(name => Stacks.Of(name).Resources).SelectMany(resource => resource.Statements);
}
