namespace CloudTrailLambda.Infra.Configuration;

/// <summary>The shapes of AWS names. They catch the slip (a name for an ARN, a missing digit), not every name that AWS would refuse.</summary>
internal static class Patterns
{
    public const string Account = "[0-9]{12}";
    public const string Organization = "o-[a-z0-9]{10,32}";
    public const string Email = @"[^@\s,]+@[^@\s,]+\.[^@\s,.]+";
    public const string Https = @"https://[^\s,]+";
    public const string Bucket = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
    public const string Name = "[A-Za-z][A-Za-z0-9-]{2,63}";
    public const string Prefix = @"[A-Za-z0-9!_.'()-]+(/[A-Za-z0-9!_.'()-]+)*";
    public const string KeyArn = Arn + "kms:" + Region + ":" + Account + ":key/[A-Za-z0-9-]+";
    public const string TopicArn = Arn + "sns:" + Region + ":" + Account + ":[A-Za-z0-9_-]{1,256}";
    public const string QueueArn = Arn + "sqs:" + Region + ":" + Account + ":[A-Za-z0-9_-]{1,80}";
    public const string FunctionArn = Arn + "lambda:" + Region + ":" + Account + ":function:[A-Za-z0-9_-]+";
    public const string TableArn = Arn + "dynamodb:" + Region + ":" + Account + ":table/[A-Za-z0-9_.-]+";
    public const string ObjectsArn = Arn + "s3:::" + Bucket + @"(/[^\s,]*)?";

    private const string Arn = "arn:aws[a-z-]*:";
    private const string Region = "[a-z]{2}(-[a-z]+)+-[0-9]";
}
