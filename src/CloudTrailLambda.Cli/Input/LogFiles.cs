using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Cli.Input;

/// <summary>Log objects that are files, or standard input under the name <c>-</c>.</summary>
internal sealed class LogFiles : ILogObjectReader
{
    public const string StandardInput = "-";

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken)
    {
        if (logObject.Name == StandardInput) return ValueTask.FromResult(Console.OpenStandardInput());
        var file = new FileStream(logObject.Name, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        return ValueTask.FromResult<Stream>(file);
    }
}
