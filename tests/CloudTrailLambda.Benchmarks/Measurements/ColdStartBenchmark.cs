using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>
/// How long the published function takes from the start of its process until it first asks for work, with all rules and with none. The
/// two take turns, and everything else is the same.
/// </summary>
internal static class ColdStartBenchmark
{
    private const int WarmUpRounds = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(TextWriter output, int rounds)
    {
        var folder = await PublishedFunction.FolderAsync();
        var noRules = Directory.CreateTempSubdirectory("no-rules-").FullName;
        try
        {
            List<TimeSpan> none = [], all = [];
            for (var round = -WarmUpRounds; round < rounds; round++)
            {
                var without = await StartAsync(folder, noRules);
                var with = await StartAsync(folder, rulesPath: "");
                if (round < 0) continue;
                none.Add(without);
                all.Add(with);
            }

            Write(output, "no rules", none);
            Write(output, "all rules", all);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all/none      {all.Min() / none.Min():F2} (best), {Median(all) / Median(none):F2} (median)"));
            var zippedBytes = await ZippedBytesAsync(folder);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"package       {zippedBytes / 1_000_000.0:F1} MB zipped"));
        }
        finally
        {
            Directory.Delete(noRules);
        }
    }

    private static async Task<TimeSpan> StartAsync(string folder, string rulesPath)
    {
        await using var lambda = await RuntimeApiStub.StartAsync();
        var environment = new Dictionary<string, string>(TestCredentials.Environment, StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = lambda.Address,
            ["FINDINGS_TABLE"] = "findings",
            ["CORRELATION_TABLE"] = "correlation",
            ["ALERT_TOPIC_ARN"] = $"arn:aws:sns:{TestCredentials.Region}:111122223333:alerts",
            ["RULES_PATH"] = rulesPath,
        };
        var started = Stopwatch.GetTimestamp();
        await using var function = ServerProcess.Start("dotnet", ["exec", Path.Combine(folder, "CloudTrailLambda.Function.dll")], environment: environment);
        var ready = await Task.WhenAny(lambda.FirstNext, function.WaitForExitAsync(CancellationToken.None)).WaitAsync(Patience);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return ready == lambda.FirstNext ? elapsed : throw new InvalidOperationException($"The function ended instead of asking for work:\n{function.Output}");
    }

    private static async Task<long> ZippedBytesAsync(string folder)
    {
        using var zip = new MemoryStream();
        await ZipFile.CreateFromDirectoryAsync(folder, zip);
        return zip.Length;
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static void Write(TextWriter output, string name, List<TimeSpan> times) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-12}  best {times.Min().TotalMilliseconds,5:F0} ms  median {Median(times).TotalMilliseconds,5:F0} ms"));
}
