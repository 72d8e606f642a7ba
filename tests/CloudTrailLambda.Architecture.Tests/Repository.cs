namespace CloudTrailLambda.Architecture.Tests;

/// <summary>The files of the checkout, without what building leaves behind.</summary>
internal static class Repository
{
    private static readonly string[] Made = ["bin", "obj", ".git", ".vs", ".idea", "artifacts", "TestResults", "cdk.out", "node_modules"];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } = Walk(new DirectoryInfo(Root))
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToArray();

    public static IEnumerable<string> Code { get; } = Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).ToArray();

    public static IEnumerable<string> Projects { get; } = Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).ToArray();

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Walk(DirectoryInfo folder) => folder.EnumerateFiles().Select(file => file.FullName)
        .Concat(folder.EnumerateDirectories().Where(child => !Made.Contains(child.Name, StringComparer.Ordinal)).SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CloudTrailLambda.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run below the solution's folder.");
        return folder.FullName;
    }
}
