using CloudTrailLambda.Emulators.Installing;

namespace CloudTrailLambda.Emulators;

/// <summary>Commands of Python packages: those of the machine, or else of a virtual environment below <see cref="Artifacts.Folder"/>.</summary>
public static class PythonTools
{
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["moto_server"] = "moto[server]==5.2.1",
        ["cfn-lint"] = "cfn-lint==1.51.0",
    };

    /// <summary>Finds <c>moto_server</c> or <c>cfn-lint</c>, and installs both if the machine has not got it.</summary>
    /// <returns>The path of the command.</returns>
    /// <exception cref="MissingToolException">It is not there and cannot be installed; the message says by what.</exception>
    public static Task<string> FindAsync(string tool, CancellationToken cancellationToken = default) => FindAsync(tool, ProgramSearch.SystemPath, Artifacts.Folder, cancellationToken);

    internal static async Task<string> FindAsync(string tool, string path, string artifacts, CancellationToken cancellationToken)
    {
        var package = Packages[tool];
        if (ProgramSearch.Find(tool, path) is { } found) return found;
        try
        {
            var folder = Path.Combine(artifacts, "python");
            var once = new OneInstall(folder, TimeProvider.System);
            await once.EnsureAsync((unfinished, ct) => InstallAsync(path, unfinished, folder, ct), cancellationToken);
            return Path.Combine(folder, "bin", tool);
        }
        catch (Exception exception) when (exception is InvalidOperationException or MissingToolException)
        {
            throw new MissingToolException($"{tool} is not on PATH and could not be fetched. Install it with: pip install \"{package}\"\n{exception.Message}", exception);
        }
    }

    private static async Task InstallAsync(string path, string unfinished, string folder, CancellationToken cancellationToken)
    {
        var python = ProgramSearch.Require("python3", path, "Python 3.9 or later with venv and pip");
        await Command.RunAsync(python, ["-m", "venv", unfinished], cancellationToken);
        string[] pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet", "--retries", "1", "--timeout", "15"];
        await Command.RunAsync(Path.Combine(unfinished, "bin", "python"), [.. pip, .. Packages.Values], cancellationToken);

        // A command names its interpreter by absolute path, and that is about to be renamed.
        foreach (var command in Packages.Keys.Select(tool => Path.Combine(unfinished, "bin", tool)))
        {
            await File.WriteAllTextAsync(command, (await File.ReadAllTextAsync(command, cancellationToken)).Replace(unfinished, folder, StringComparison.Ordinal), cancellationToken);
        }
    }
}
