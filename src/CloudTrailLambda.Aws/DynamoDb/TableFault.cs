using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace CloudTrailLambda.Aws.DynamoDb;

/// <summary>Says what is wrong with a table in words that tell what to do.</summary>
/// <param name="table">Its name.</param>
/// <param name="region">The region it is looked for in.</param>
internal sealed class TableFault(string table, string region)
{
    private static readonly HashSet<string> DenialCodes = new(StringComparer.Ordinal) { "AccessDenied", "AccessDeniedException" };

    private static readonly HashSet<string> CredentialCodes = new(StringComparer.Ordinal)
    {
        "UnrecognizedClientException", "InvalidSignatureException", "InvalidClientTokenId", "ExpiredTokenException", "ExpiredToken",
        "MissingAuthenticationTokenException", "MissingAuthenticationToken", "IncompleteSignatureException", "IncompleteSignature",
    };

    /// <summary>A call failed.</summary>
    /// <param name="action">What IAM calls it, without the service; of a transaction those that it needs.</param>
    /// <param name="cause">What the SDK threw.</param>
    public string Of(string action, Exception cause) => $"{Describe(action, cause)} ({FirstLine(cause.Message)})";

    // Without credentials the SDK tells of every place that it looked in.
    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd();

    private string Describe(string action, Exception cause) => cause switch
    {
        ResourceNotFoundException => $"There is no table {table} in {region}. Deploy the stack there, or name the table that it made.",
        TransactionCanceledException => $"DynamoDB refused to write to the table {table} in {region}.",
        _ when StoreRetries.IsThrottling(cause) =>
            $"DynamoDB throttles the table {table} in {region}. Try again later; if it persists, raise the table's limits.",
        AmazonServiceException { ErrorCode: { } code } when DenialCodes.Contains(code) =>
            $"Access denied: allow {Actions(action)} on the table {table} in {region}, and on its indexes if it has any.",
        AmazonServiceException { ErrorCode: { } code } when CredentialCodes.Contains(code) =>
            $"DynamoDB in {region} does not accept the AWS credentials. Renew them, and check the clock of this machine.",
        AmazonServiceException { ErrorCode: "ValidationException" } =>
            $"The table {table} in {region} does not take this request. Is it the table that the stack made?",
        HttpRequestException or IOException or TimeoutException or OperationCanceledException =>
            $"DynamoDB in {region} does not answer. Check the region and the network.",
        AmazonServiceException { InnerException: HttpRequestException or IOException or TimeoutException } =>
            $"DynamoDB in {region} does not answer. Check the region and the network.",
        AmazonServiceException => $"DynamoDB in {region} fails. Try again later.",
        // What the SDK throws of its own before a request leaves: it has found nothing to sign it with.
        AmazonClientException =>
            "There are no usable AWS credentials. Sign in, or give the function a role.",
        _ => $"The table {table} in {region} cannot be used.",
    };

    private static string Actions(string action) => string.Join(", ", action.Split('+').Select(name => $"dynamodb:{name}"));
}
