using System.Diagnostics;
using System.Runtime.CompilerServices;
using CloudTrailLambda.Cli.Sqlite;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Cli.Tests.Findings;

/// <summary>
/// A process that adds objects to a findings file until it is killed: this assembly, started again. It works before the test runner
/// starts, in the module's initializer, because the runner has the entry point.
/// </summary>
internal static class CrashingWriter
{
    public const int Objects = 400;
    public const int EventsInObject = 500;

    private const string PathVariable = "FINDINGS_CRASHING_WRITER";

    public static Delivery Object(int number) => new($"log-{number}", [.. Enumerable.Range(0, EventsInObject).Select(i =>
    {
        // Half of each object was in the object before it; four findings, of which those of user-0 pass the limit.
        var id = (number * EventsInObject / 2) + i;
        var group = id % 10 < 7 ? "user-0" : $"user-{number % 20}-{id % 10}";
        return Sample.Match(Sample.Event($"e{id}", Sample.Noon.AddMilliseconds(id)), group: group);
    })]);

    /// <summary>Starts the process. It says the number of each object that it has added on a line of its own.</summary>
    public static Process Start(string path)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { typeof(CrashingWriter).Assembly.Location },
            Environment = { [PathVariable] = path },
        };
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is not { } path) return;
        using (var store = SqliteFindingStore.Open(path, TimeProvider.System))
        {
            for (var number = 0; number < Objects; number++)
            {
                var delivery = Object(number);
                store.AddAsync(delivery.LogObject, delivery.Matches, CancellationToken.None).GetAwaiter().GetResult();
                Console.WriteLine(number);
            }
        }
        Environment.Exit(0);
    }
}
