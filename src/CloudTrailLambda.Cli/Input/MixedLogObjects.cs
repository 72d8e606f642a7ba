using CloudTrailLambda.Aws.S3;
using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Cli.Input;

/// <summary>Log objects in S3 and files, told by their names. S3 is not touched, nor its client made, before a name asks for it.</summary>
internal sealed class MixedLogObjects(Lazy<S3Clients> s3) : ILogObjectReader
{
    private readonly LogFiles _files = new();
    private readonly Lazy<S3LogObjects> _objects = new(() => new S3LogObjects(s3.Value, TimeProvider.System));

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken) =>
        S3Location.IsMeantBy(logObject.Name) ? _objects.Value.OpenAsync(logObject, cancellationToken) : _files.OpenAsync(logObject, cancellationToken);
}
