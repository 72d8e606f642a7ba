using System.Runtime.CompilerServices;
using CloudTrailLambda.Aws.S3;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Cli.Input;

/// <summary>What the paths of a scan stand for: files, which are looked up at once, and prefixes in S3, which are listed while the scan goes on.</summary>
internal sealed class LogSearch
{
    private readonly LogFileSearch _files;
    private readonly S3Location[] _prefixes;
    private readonly Lazy<S3Clients> _s3;
    private readonly Action<string> _say;

    /// <summary>Looks the files up.</summary>
    /// <param name="paths">Files, folders, <c>-</c>, and valid places in S3.</param>
    /// <param name="s3">How to reach S3.</param>
    /// <param name="say">Hears at once of what cannot be found or listed, and of what is left out on purpose.</param>
    public LogSearch(IReadOnlyList<string> paths, Lazy<S3Clients> s3, Action<string> say)
    {
        _s3 = s3;
        _say = say;
        _prefixes = [.. paths.Where(S3Location.IsMeantBy).Select(S3Location.Parse).Distinct()];
        _files = LogFileSearch.Find(paths.Where(path => !S3Location.IsMeantBy(path)));
        foreach (var message in _files.Problems.Concat(_files.Notes)) say(message);
        ProblemCount = _files.Problems.Count;
    }

    /// <summary>Everything there is to read, when that is known beforehand; null when S3 has to be listed.</summary>
    public IReadOnlyList<LogObject>? Known => _prefixes.Length == 0 ? _files.Files : null;

    /// <summary>How many paths could not be found or listed, so far.</summary>
    public int ProblemCount { get; private set; }

    /// <summary>The files, then what each prefix holds. A prefix that cannot be listed does not keep the others from being.</summary>
    public async IAsyncEnumerable<LogObject> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in _files.Files) yield return file;

        // One prefix may lie within another. A single one names nothing twice, and may name more than memory should hold.
        var seen = _prefixes.Length > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var prefix in _prefixes)
        {
            await using var listing = new S3LogListing(_s3.Value).ListAsync(prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveAsync(listing, prefix))
            {
                if (seen?.Add(listing.Current.Name) != false) yield return listing.Current;
            }
        }
    }

    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<LogObject> listing, S3Location prefix)
    {
        try
        {
            return await listing.MoveNextAsync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ProblemCount++;
            _say($"{prefix}: {e.Message}");
            return false;
        }
    }
}
