using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Aws.S3;

/// <summary>Finds log objects in S3.</summary>
/// <param name="clients">How to reach S3.</param>
public sealed class S3LogListing(S3Clients clients)
{
    /// <summary>
    /// The objects whose keys begin with a prefix and end as those of logs do (<see cref="LogFileName"/>), by key. An object whose key is
    /// the prefix itself is meant by name and always among them. The listing is read page by page while it is used.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such bucket, or nothing in it that is asked for.</exception>
    /// <exception cref="UnauthorizedAccessException">Listing is not allowed; the message says what it needs.</exception>
    /// <exception cref="IOException">Listing failed; the message says why, for people.</exception>
    public async IAsyncEnumerable<LogObject> ListAsync(S3Location prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Encoded, because XML cannot carry every character that a key may have: one such key would spoil the page.
        var request = new ListObjectsV2Request { BucketName = prefix.Bucket, Prefix = prefix.Key, Encoding = EncodingType.Url };
        var (logs, others) = (0L, 0L);
        do
        {
            var page = await ReadPageAsync(request, prefix, cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                var key = WebUtility.UrlDecode(found.Key);
                if (IsAskedFor(key, prefix))
                {
                    logs++;
                    yield return new LogObject($"s3://{prefix.Bucket}/{key}", found.Size);
                }
                else
                {
                    others++;
                }
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (!string.IsNullOrEmpty(request.ContinuationToken));

        if (logs > 0) yield break;
        throw new FileNotFoundException(others == 0
            ? $"there is nothing in the bucket '{prefix.Bucket}' whose key begins with '{prefix.Key}'"
            : $"of {others} objects none is {LogFileName.Description}");
    }

    // A key that ends with a slash is the empty object by which the console shows a folder.
    private static bool IsAskedFor(string key, S3Location prefix) =>
        LogFileName.IsLog(key) || (string.Equals(key, prefix.Key, StringComparison.Ordinal) && !key.EndsWith('/'));

    private async Task<ListObjectsV2Response> ReadPageAsync(ListObjectsV2Request request, S3Location prefix, CancellationToken cancellationToken)
    {
        try
        {
            return await clients.CallAsync(prefix.Bucket, s3 => s3.ListObjectsV2Async(request, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (S3Failure.Is(e, cancellationToken))
        {
            throw S3Failure.ToException(e, "s3:ListBucket", prefix);
        }
    }
}
