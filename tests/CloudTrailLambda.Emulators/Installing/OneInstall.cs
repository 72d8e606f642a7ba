namespace CloudTrailLambda.Emulators.Installing;

/// <summary>
/// Installs something into a folder once, however many test processes ask for it at the same time.
/// The folder appears whole, by being renamed; that it is there is all the proof anybody needs.
/// </summary>
internal sealed class OneInstall(string folder, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>How long another process may take with the same install before waiting for it is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    private string LockFile => folder + ".lock";

    /// <summary>Makes sure that the folder is there: <paramref name="install"/> fills the temporary folder that becomes it.</summary>
    /// <returns>The folder.</returns>
    /// <exception cref="TimeoutException">Another process holds the lock for longer than <see cref="Patience"/>.</exception>
    public async Task<string> EnsureAsync(Func<string, CancellationToken, Task> install, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder)) return folder;
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        await using var held = await LockAsync(cancellationToken);
        if (Directory.Exists(folder)) return folder;

        // Under the lock nobody else writes here, so what lies here is what a killed process has left.
        var unfinished = folder + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        await install(unfinished, cancellationToken);
        Directory.Move(unfinished, folder);
        return folder;
    }

    /// <summary>The system lets go of the lock when its holder dies. The file stays: removing it would let two hold "the" lock.</summary>
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception.GetType() == typeof(IOException))
            {
                if (time.GetElapsedTime(start) > Patience)
                {
                    throw new TimeoutException($"Another process has held {LockFile} for {Patience.TotalSeconds:0} s.", exception);
                }
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }
}
