using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>How long a piece of work took over several rounds in this thread.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Timing(TimeSpan Best, TimeSpan Median)
{
    private const int WarmUpRounds = 3;

    /// <summary>Runs <paramref name="work"/> until it is compiled and then times it; the best round is the least disturbed one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No rounds.</exception>
    public static Timing Of(Action work, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        for (var round = 0; round < WarmUpRounds; round++)
        {
            work();
        }

        var times = new TimeSpan[rounds];
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            work();
            times[round] = Stopwatch.GetElapsedTime(started);
        }

        Array.Sort(times);
        return new Timing(times[0], times[rounds / 2]);
    }

    /// <summary>One line: best and median in ms, and ns for each of <paramref name="count"/> items.</summary>
    public string Describe(string what, long count) =>
        $"{what,-28} best {Best.TotalMilliseconds,8:F1} ms  median {Median.TotalMilliseconds,8:F1} ms  {Best.TotalNanoseconds / count,7:F0} ns/record";
}
