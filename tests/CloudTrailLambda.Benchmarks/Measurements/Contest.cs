using System.Diagnostics;
using System.Globalization;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>
/// Times several pieces of work against each other in one thread. They take turns, round by round, so that a busy moment
/// of the machine disturbs all of them; the best round of each is the one to compare. A stopwatch and not BenchmarkDotNet,
/// because the answer is a ratio within one run and is wanted in seconds.
/// </summary>
internal sealed class Contest(int rounds)
{
    private const int WarmUpRounds = 3;

    private readonly List<(string Name, Action Work, List<TimeSpan> Times)> _entries = [];

    public void Add(string name, Action work) => _entries.Add((name, work, []));

    public void Run()
    {
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            foreach (var (_, work, times) in _entries)
            {
                var started = Stopwatch.GetTimestamp();
                work();
                if (round >= 0) times.Add(Stopwatch.GetElapsedTime(started));
            }
        }
    }

    public TimeSpan Best(string name) => _entries.Single(entry => entry.Name == name).Times.Min();

    public void Write(TextWriter output, long records)
    {
        foreach (var (name, _, times) in _entries)
        {
            var median = times.Order().ElementAt(times.Count / 2);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-44} best {times.Min().TotalMilliseconds,8:F1} ms  median {median.TotalMilliseconds,8:F1} ms  {times.Min().TotalNanoseconds / records,7:F0} ns/record"));
        }
    }
}
