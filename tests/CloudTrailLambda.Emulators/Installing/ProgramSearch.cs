namespace CloudTrailLambda.Emulators.Installing;

/// <summary>Finds programs as a shell does.</summary>
internal static class ProgramSearch
{
    /// <summary>The folders of the PATH of this process.</summary>
    public static string SystemPath => Environment.GetEnvironmentVariable("PATH") ?? "";

    /// <summary>The first executable file of that name in the folders of <paramref name="path"/>, or null; an absolute path is looked for as it is.</summary>
    public static string? Find(string program, string path) => path.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(file => Path.IsPathRooted(file) && IsExecutable(file));

    /// <summary>The same for a program that must be there.</summary>
    /// <exception cref="MissingToolException">It is not.</exception>
    public static string Require(string program, string path, string whatToInstall) =>
        Find(program, path) ?? throw new MissingToolException($"{program} is not on PATH. Install {whatToInstall}.");

    private static bool IsExecutable(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None);
}
