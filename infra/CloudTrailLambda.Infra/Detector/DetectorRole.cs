using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using CloudTrailLambda.Infra.Intake;
using Constructs;

namespace CloudTrailLambda.Infra.Detector;

/// <summary>What the function may do, each on the one resource that it needs it for. No managed policy: AWS's own for Lambda writes to every log group.</summary>
internal sealed class DetectorRole : Construct
{
    public DetectorRole(Construct scope, string id)
        : base(scope, id)
    {
        Role = new Role(this, "Role", new RoleProps
        {
            Description = "Reads CloudTrail files, keeps findings, publishes alerts",
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
        });
    }

    public Role Role { get; }

    /// <summary>Reading log files. ListBucket too: without it S3 says 403 of an object that is gone, which looks like a missing right.</summary>
    public void Read(LogSource source, LogFiles files)
    {
        var inAccount = Statements.When(("StringEquals", "aws:ResourceAccount", source.Account));
        Allow(files.Sid("ReadLogFiles"), ["s3:GetObject", "s3:GetObjectVersion"], $"{source.BucketArn}/{source.Prefix}AWSLogs/*", inAccount);
        Allow(files.Sid("TellGoneFromForbidden"), ["s3:ListBucket"], source.BucketArn, inAccount);
        if (source.KeyArn is not null) Allow(files.Sid("DecryptLogFiles"), ["kms:Decrypt"], source.KeyArn);
    }

    /// <summary>Keeping findings, on the table and not on its indexes, which only people's tools read; and what correlations remember.</summary>
    /// <param name="keyArn">The customer key of both tables, used by DynamoDB in the function's name.</param>
    public void Keep(string tableArn, string stateTableArn, string? keyArn)
    {
        Allow(
            "KeepFindings",
            ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"],
            tableArn);
        Allow("RememberCorrelations", ["dynamodb:Query", "dynamodb:PutItem"], stateTableArn);
        if (keyArn is null) return;
        Allow(
            "EncryptFindings",
            ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"],
            keyArn,
            Statements.When(("StringEquals", "kms:ViaService", $"dynamodb.{Aws.REGION}.amazonaws.com")));
    }

    public void Publish(string topicArn, string? keyArn)
    {
        Allow("PublishAlerts", ["sns:Publish"], topicArn);
        if (keyArn is not null) Allow("EncryptAlerts", ["kms:GenerateDataKey*", "kms:Decrypt"], keyArn);
    }

    /// <summary>What Lambda does in the function's name to feed it.</summary>
    public void Receive(string queueArn) => Allow("ReceiveAnnouncements", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queueArn);

    /// <param name="logGroupArn">As CloudFormation gives it, with <c>:*</c> at its end for the streams.</param>
    public void Log(string logGroupArn) => Allow("WriteLog", ["logs:CreateLogStream", "logs:PutLogEvents"], logGroupArn);

    private void Allow(string sid, string[] actions, string resource, IDictionary<string, object>? conditions = null) =>
        Role.AddToPolicy(Statements.Allow(sid, actions, [resource], conditions));
}
