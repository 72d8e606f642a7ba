using Amazon.S3.Model;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Aws.S3;

/// <summary>Opens log objects in S3, named <c>s3://bucket/key</c>, whatever the bucket's region. Streams: no object is ever whole in memory.</summary>
/// <param name="clients">How to reach S3.</param>
/// <param name="clock">Measures how long a body stalls.</param>
public sealed class S3LogObjects(S3Clients clients, TimeProvider clock) : ILogObjectReader
{
    private static readonly TimeSpan PatienceWithBody = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken)
    {
        var location = ParseName(logObject.Name);
        var request = new GetObjectRequest { BucketName = location.Bucket, Key = location.Key, VersionId = logObject.VersionId };
        try
        {
            var response = await clients.CallAsync(location.Bucket, s3 => s3.GetObjectAsync(request, cancellationToken), cancellationToken);
            return new S3ObjectStream(response, PatienceWithBody, clock);
        }
        catch (Exception e) when (S3Failure.Is(e, cancellationToken))
        {
            throw S3Failure.ToException(e, logObject.VersionId is null ? "s3:GetObject" : "s3:GetObjectVersion", location);
        }
    }

    private static S3Location ParseName(string name)
    {
        try
        {
            var location = S3Location.Parse(name);
            return location.Key.Length > 0 ? location : throw new IOException($"'{name}' names a bucket and no object in it");
        }
        catch (FormatException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
