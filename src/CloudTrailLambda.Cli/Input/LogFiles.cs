using CloudTrailLambda.Detection;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Cli.Input;

/// <summary>Log objects that are files, or standard input under the name <c>-</c>.</summary>
internal sealed class LogFiles : ILogObjectReader
{
    public const string StandardInput = "-";

    /// <summary>Files below folders that are logs by their name; a file that is named itself is always taken.</summary>
    private static readonly string[] Endings = [".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".gz"];

    /// <summary>The files of the given paths, in ordinal order, each once.</summary>
    /// <param name="paths">Files, folders, or <c>-</c>.</param>
    /// <param name="missing">Paths where there is nothing.</param>
    public static IReadOnlyList<LogObject> Find(IEnumerable<string> paths, out IReadOnlyList<string> missing)
    {
        var absent = new List<string>();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (path == StandardInput || File.Exists(path)) found.Add(path);
            else if (Directory.Exists(path)) found.UnionWith(Directory.EnumerateFiles(path, "*", Everything).Where(IsLog));
            else absent.Add(path);
        }

        missing = absent;
        return found.Select(file => new LogObject(file, file == StandardInput ? null : new FileInfo(file).Length)).ToArray();
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(LogObject logObject, CancellationToken cancellationToken)
    {
        if (logObject.Name == StandardInput) return ValueTask.FromResult(Console.OpenStandardInput());
        var file = new FileStream(logObject.Name, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        return ValueTask.FromResult<Stream>(file);
    }

    private static EnumerationOptions Everything { get; } = new()
    {
        RecurseSubdirectories = true,
        // A folder that may not be entered is reported when it is named itself; below others it must not hide the rest.
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.None,
    };

    private static bool IsLog(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
