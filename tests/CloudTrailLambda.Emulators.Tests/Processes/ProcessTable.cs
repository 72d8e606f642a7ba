using System.Diagnostics;

namespace CloudTrailLambda.Emulators.Tests.Processes;

/// <summary>Which processes there are.</summary>
internal static class ProcessTable
{
    /// <summary>Whether a process runs. One that has ended and that nobody has asked about yet still has an entry, in state Z.</summary>
    public static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !OperatingSystem.IsLinux() || !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            return false;
        }
    }

    /// <summary>Waits until it is gone, at most ten seconds.</summary>
    public static async Task<bool> IsGoneSoonAsync(int id)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (IsAlive(id))
        {
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(10)) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return true;
    }
}
