using CloudTrailLambda.Emulators.Installing;

namespace CloudTrailLambda.Emulators;

/// <summary>The function as it is deployed: published, compiled ahead of time, with its rules.</summary>
public static class PublishedFunction
{
    private static readonly Lazy<Task<string>> Folder = new(PublishAsync);

    /// <summary>Publishes it, once in a process; what has not changed since another one did is not built again.</summary>
    /// <returns>The folder that would be zipped.</returns>
    /// <exception cref="InvalidOperationException">It does not build; the message holds the compiler's output.</exception>
    public static Task<string> FolderAsync() => Folder.Value;

    // Without restoring: that was done when the solution was built, and doing it again would disturb whoever is building beside.
    private static async Task<string> PublishAsync()
    {
        var folder = Path.Combine(Artifacts.Folder, "function-under-test");
        await Command.RunAsync(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["publish", Path.Combine(RepositoryRoot.Path, "src", "CloudTrailLambda.Function"), "-c", "Release", "-r", "linux-x64", "--no-restore", "--nologo", "-v", "quiet", "-o", folder],
            CancellationToken.None);
        return folder;
    }
}
