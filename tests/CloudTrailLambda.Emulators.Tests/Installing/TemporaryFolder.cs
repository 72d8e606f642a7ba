namespace CloudTrailLambda.Emulators.Tests.Installing;

/// <summary>A folder of one test's own, with programs that only pretend.</summary>
public abstract class TemporaryFolder : IDisposable
{
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("emulators-").FullName;

    /// <summary>A PATH on which nothing is but what the test has put there.</summary>
    private protected string Programs => Directory.CreateDirectory(PathOf("bin")).FullName;

    private protected string Made => PathOf("artifacts");

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a shell script to be found on <see cref="Programs"/>.</summary>
    private protected void Pretend(string program, string script)
    {
        var file = Path.Combine(Programs, program);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
