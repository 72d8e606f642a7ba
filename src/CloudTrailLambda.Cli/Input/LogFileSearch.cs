using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Cli.Input;

/// <summary>What the paths on the command line stand for.</summary>
internal sealed class LogFileSearch
{
    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];
    private readonly Func<string, FileSystemInfo[]> _list;

    private LogFileSearch(Func<string, FileSystemInfo[]> list) => _list = list;

    /// <summary>The files, in ordinal order of their paths, each once.</summary>
    public IReadOnlyList<LogObject> Files { get; private set; } = [];

    /// <summary>What could not be found or listed: the path and why.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What was left out on purpose.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Looks the paths up; whatever is wrong with one does not keep the others from being found.</summary>
    /// <param name="paths">Files, folders, or <c>-</c>.</param>
    /// <param name="list">Lists a folder; the file system's own listing unless a test needs one that fails.</param>
    public static LogFileSearch Find(IEnumerable<string> paths, Func<string, FileSystemInfo[]>? list = null)
    {
        var search = new LogFileSearch(list ?? (static folder => new DirectoryInfo(folder).GetFileSystemInfos()));
        foreach (var path in paths) search.Add(path);
        search.Files = search._found.Select(file => new LogObject(file, SizeOf(file))).ToArray();
        return search;
    }

    private void Add(string path)
    {
        if (path == LogFiles.StandardInput || File.Exists(path)) _found.Add(path);
        else if (Directory.Exists(path)) AddFolder(path);
        else _problems.Add($"{path}: there is no such file or folder");
    }

    private void AddFolder(string folder)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = _list(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"{folder}: cannot be listed: {e.Message.TrimEnd('.')}");
            return;
        }

        foreach (var entry in entries)
        {
            var path = Path.Combine(folder, entry.Name);
            // Links to folders may lead back to where they are, so they are followed only when they are named.
            if (entry is DirectoryInfo { LinkTarget: not null }) _notes.Add($"{path}: link to a folder, not followed: name it to read it");
            else if (entry is DirectoryInfo) AddFolder(path);
            else if (LogFileName.IsLog(entry.Name)) Add(path);
        }
    }

    // For the progress bar only: whether the file can be read shows when it is opened.
    private static long? SizeOf(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : null;
}
