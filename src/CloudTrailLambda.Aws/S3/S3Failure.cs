using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace CloudTrailLambda.Aws.S3;

/// <summary>What went wrong in S3, in the exceptions of <see cref="Detection.ILogObjectReader"/> and in words that say what to do.</summary>
internal static class S3Failure
{
    private static readonly string[] GoneCodes = ["NoSuchKey", "NoSuchVersion", "NoSuchBucket"];

    // S3 answers these with 403 like a refusal, but no permission would help.
    private static readonly string[] CredentialCodes =
        ["ExpiredToken", "ExpiredTokenException", "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "InvalidClientTokenId"];

    private const string WhereCredentialsComeFrom = "Sign in, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; `aws sts get-caller-identity` tells who you are";

    /// <summary>Whether an exception is one of the SDK or of the network, and not the caller's cancellation.</summary>
    public static bool Is(Exception e, CancellationToken cancellationToken) =>
        e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Translates.</summary>
    /// <param name="e">What the SDK threw.</param>
    /// <param name="action">The IAM action, such as <c>s3:GetObject</c>.</param>
    /// <param name="what">The object or prefix.</param>
    public static Exception ToException(Exception e, string action, S3Location what) => e switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => new FileNotFoundException($"there is no bucket '{what.Bucket}'", e),
        AmazonS3Exception s3 when IsGone(s3) => new FileNotFoundException($"{what} is not there: it was deleted, or this version of it", e),
        AmazonS3Exception { ErrorCode: "InvalidObjectState" } =>
            new IOException($"{what} is archived (S3 Glacier or an archive tier) and cannot be read as it is. Restore it (`aws s3api restore-object`), then read it again", e),
        AmazonS3Exception s3 when CredentialCodes.Contains(s3.ErrorCode, StringComparer.Ordinal) =>
            new IOException($"AWS does not accept the credentials ({s3.ErrorCode}: {Sentence(s3)}). {WhereCredentialsComeFrom}", e),
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } s3 => new UnauthorizedAccessException(Denied(s3, action, what), e),
        AmazonS3Exception { StatusCode: HttpStatusCode.MovedPermanently } =>
            new IOException($"bucket '{what.Bucket}' is in another region, and S3 does not say in which. Set AWS_REGION to it", e),
        AmazonS3Exception s3 when IsBusy(s3) => new IOException($"S3 is busy or failing ({s3.ErrorCode}: {Sentence(s3)}), also after several attempts. Try again later", e),
        AmazonServiceException service => new IOException($"AWS refuses {action} on {what} ({service.ErrorCode}: {Sentence(service)})", e),
        // The SDK's own complaints before a request is sent: nearly always that it finds no credentials.
        AmazonClientException => new IOException($"no AWS credentials were found, or they cannot be used ({Sentence(e)}). {WhereCredentialsComeFrom}", e),
        OperationCanceledException => new IOException($"S3 did not answer in time for {what}. Try again, and look at the network", e),
        _ => new IOException($"S3 cannot be reached ({Sentence(e)}). Look at the network and the region, then try again", e),
    };

    // 405 is the answer to a version that is a delete marker.
    private static bool IsGone(AmazonS3Exception e) =>
        GoneCodes.Contains(e.ErrorCode, StringComparer.Ordinal) || e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed;

    private static bool IsBusy(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.TooManyRequests || (int)e.StatusCode >= 500;

    private static string Denied(AmazonS3Exception e, string action, S3Location what)
    {
        // AWS names the action where it is not the obvious one.
        if (e.Message.Contains("kms:", StringComparison.Ordinal))
        {
            return $"AWS denies reading {what}: {Sentence(e)}. The objects are encrypted: allow kms:Decrypt on the bucket's key, in the key's policy as well when it is another account's";
        }

        var permissions = action == "s3:ListBucket" ? "s3:ListBucket on the bucket" : $"{action} on it and kms:Decrypt on the key that it is encrypted with";
        var hidden = action == "s3:ListBucket" ? "" : ". Without s3:ListBucket an object that is gone is denied as well";
        return $"AWS denies {action} on {what} ({Sentence(e)}). It needs {permissions}; a bucket of another account must allow it in its own policy, too{hidden}";
    }

    // The SDK's messages may go on for lines, one for each place where it looked for credentials.
    private static string Sentence(Exception e) => e.Message.Split('\n', 2)[0].TrimEnd('.', ' ', ':', '\r');
}
