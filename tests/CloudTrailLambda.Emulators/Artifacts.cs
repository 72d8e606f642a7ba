namespace CloudTrailLambda.Emulators;

/// <summary>Where everything goes that the tests fetch; git ignores it, and deleting it costs nothing but fetching again.</summary>
public static class Artifacts
{
    /// <summary>The absolute path of <c>artifacts/</c> at the root of the repository.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryRoot.Path, "artifacts");
}
