namespace CloudTrailLambda.Cli.Coverage;

/// <summary>The paths that rules were read from, which are what is compared.</summary>
internal sealed class RuleFolders(IReadOnlyList<string> paths)
{
    private readonly string[] _full = [.. paths.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))];

    /// <summary>As they were given.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>Whether there is something to compare.</summary>
    public bool AreSeveral => paths.Count > 1;

    /// <summary>The index of the path that a rule file was read from: of those that hold it, the innermost.</summary>
    public int IndexOf(string file)
    {
        var full = Path.GetFullPath(file);
        var best = 0;
        var length = -1;
        for (var i = 0; i < _full.Length; i++)
        {
            if (_full[i].Length <= length || !IsIn(full, _full[i])) continue;
            (best, length) = (i, _full[i].Length);
        }

        return best;
    }

    private static bool IsIn(string file, string path) =>
        file == path || file.StartsWith(Path.EndsInDirectorySeparator(path) ? path : path + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
