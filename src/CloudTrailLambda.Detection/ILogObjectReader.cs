using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection;

/// <summary>Opens log objects where they are kept: files here, S3 there.</summary>
public interface ILogObjectReader
{
    /// <summary>Opens an object's stored bytes, compressed or not. The caller disposes of the stream.</summary>
    /// <exception cref="FileNotFoundException">It is not there, and no other attempt will find it.</exception>
    /// <exception cref="IOException">It cannot be read; the message says why, for people.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not allowed.</exception>
    ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken);
}
