using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;

namespace CloudTrailLambda.Aws.Sns;

/// <summary>Publishes alerts to an SNS topic. Subscriptions may filter by the attributes <c>severity</c>, <c>account</c> and <c>rule</c>.</summary>
/// <param name="sns">Publishes.</param>
/// <param name="topic">Where to.</param>
/// <param name="runbooks">What alerts say is to be done.</param>
/// <param name="table">The DynamoDB table that keeps the findings, for the command that alerts show; null when there is none.</param>
public sealed class SnsAlertSink(SnsClient sns, SnsTopic topic, Runbooks runbooks, string? table = null) : IAlertSink
{
    private static readonly string[] CredentialCodes =
        ["NoCredentials", "InvalidClientTokenId", "SignatureDoesNotMatch", "ExpiredToken", "ExpiredTokenException", "InvalidAccessKeyId", "UnrecognizedClientException", "IncompleteSignature", "MissingAuthenticationToken"];

    /// <inheritdoc/>
    public async Task PublishAsync(Finding finding, CancellationToken cancellationToken)
    {
        try
        {
            await sns.PublishAsync(topic, AlertMessage.Of(finding, runbooks.StepsOf(finding.Rule.Id), table), cancellationToken);
        }
        catch (SnsException e)
        {
            throw new AlertException($"The alert of finding {finding.Id} is not published to {topic} ({e.Code}: {e.Message.TrimEnd('.')}). {WhatToDo(e)}.", e);
        }
    }

    private static string WhatToDo(SnsException e) => e switch
    {
        { IsRetryable: true, Code: not "NoCredentials" } => "It is tried again with the next delivery",
        _ when CredentialCodes.Contains(e.Code, StringComparer.Ordinal) => "AWS does not accept the credentials, or there are none: look at the function's role or at your profile",
        { Code: "NotFound" or "NotFoundException" or "TopicNotFound" } => "There is no such topic: name one that is there, in the right account and region",
        _ when e.Code.StartsWith("KMS", StringComparison.Ordinal) => "The key that the topic is encrypted with cannot be used: allow kms:GenerateDataKey and kms:Decrypt on it, and see that it is enabled",
        { Status: 401 or 403 } or { Code: "AuthorizationError" or "AccessDenied" or "AccessDeniedException" } =>
            "Allow sns:Publish on the topic, also in the topic's policy if it is another account's; and if it is encrypted, kms:GenerateDataKey and kms:Decrypt on its key",
        { Code: "InvalidEndpoint" } => "Correct the variable",
        _ => "SNS does not take the message as it is: this is a defect of this program, please report it with the finding's id",
    };
}
