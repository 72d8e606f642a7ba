namespace CloudTrailLambda.Emulators;

/// <summary>The checkout that the tests run in.</summary>
public static class RepositoryRoot
{
    /// <summary>The absolute path of the folder that holds the solution.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "CloudTrailLambda.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run below the solution's folder.");
    }
}
