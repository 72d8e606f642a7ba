namespace CloudTrailLambda.Infra.Configuration;

/// <summary>Who is told.</summary>
internal sealed record AlertSettings(
    IReadOnlyList<string> Emails,
    IReadOnlyList<string> HttpsEndpoints,
    IReadOnlyList<string> FunctionArns,
    IReadOnlyList<string> QueueArns,
    string? ExistingTopicArn,
    string? ExistingTopicKeyArn,
    string MinSeverity)
{
    public static AlertSettings Read(SettingsReader reader)
    {
        var settings = new AlertSettings(
            reader.List("alertEmail", Patterns.Email, "an e-mail address, or several with commas between"),
            reader.List("alertHttps", Patterns.Https, "an address that starts with https://, or several with commas between"),
            reader.List("alertLambdaArn", Patterns.FunctionArn, "the ARN of a function of this account, or several with commas between"),
            reader.List("alertQueueArn", Patterns.QueueArn, "the ARN of an SQS queue, or several with commas between"),
            reader.Text("alertTopicArn", Patterns.TopicArn, "the ARN of an SNS topic"),
            reader.Text("alertTopicKeyArn", Patterns.KeyArn, "the ARN of a KMS key (not of an alias)"),
            reader.OneOf("alertMinSeverity", "medium", ["informational", "low", "medium", "high", "critical"]));
        CheckTogether(reader);
        return settings;
    }

    private static void CheckTogether(SettingsReader reader)
    {
        string[] subscriptions = ["alertEmail", "alertHttps", "alertLambdaArn", "alertQueueArn"];
        var given = subscriptions.Where(reader.IsGiven).ToArray();
        // An alarm that nobody hears is worse than none: the one thing without a default.
        if (given.Length == 0 && !reader.IsGiven("alertTopicArn"))
            reader.Problem("alertEmail: nobody would be told of a finding. Add -c alertEmail=you@example.com (or alertHttps, alertLambdaArn, alertQueueArn, or alertTopicArn for a topic that you have)");

        if (!reader.IsGiven("alertTopicArn") && reader.IsGiven("alertTopicKeyArn"))
            reader.Problem("alertTopicKeyArn: means nothing without alertTopicArn; the stack's own topic has a key of its own");

        if (!reader.IsGiven("alertTopicArn")) return;
        foreach (var name in given) reader.Problem($"{name}: a topic that you have (alertTopicArn) has its own subscriptions; subscribe there");
    }
}
