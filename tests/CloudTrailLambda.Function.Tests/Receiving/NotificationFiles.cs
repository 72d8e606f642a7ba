namespace CloudTrailLambda.Function.Tests.Receiving;

/// <summary>The notifications in <c>events/notifications/</c>: each file is a case.</summary>
internal static class NotificationFiles
{
    /// <summary>The object that every file in <c>announcing</c> announces.</summary>
    public const string Bucket = "example-trail-logs";

    public const string Key =
        "security logs+audit/AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/14/111122223333_CloudTrail_us-east-1_20261014T0915Z_Dr3O3Hi8xijlzbES.json.gz";

    public static TheoryData<string> In(string folder) =>
        [.. Directory.GetFiles(FolderOf(folder)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public static byte[] Read(string folder, string file) => File.ReadAllBytes(Path.Combine(FolderOf(folder), file));

    /// <summary>The object itself, from the sample trail.</summary>
    public static byte[] ReadLog() => File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "events", "trails", Key[Key.IndexOf("AWSLogs", StringComparison.Ordinal)..]));

    private static string FolderOf(string folder) => Path.Combine(RepositoryRoot.Path, "events", "notifications", folder);
}
