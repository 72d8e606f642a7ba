namespace CloudTrailLambda.Cli.Tests.Running;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The cells of the table rows of a Markdown file that begin with the given text.</summary>
    public static IEnumerable<string[]> TableRows(string file, string rowStart) => File.ReadLines(PathOf(file))
        .Where(line => line.StartsWith(rowStart, StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CloudTrailLambda.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run below the solution's folder.");
    }
}
