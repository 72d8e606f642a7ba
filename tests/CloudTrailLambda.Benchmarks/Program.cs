using System.Diagnostics;
using CloudTrailLambda.Benchmarks;
using CloudTrailLambda.Benchmarks.Generation;
using CloudTrailLambda.Benchmarks.Measurements;

const string Usage = """
    generate --output DIR [--records N] [--files F] [--seed S] [--attacks-per-million A]
        writes gzipped CloudTrail files below DIR/AWSLogs
    run [--records N] [--seed S] [--rounds R] [--rules DIR]
        compares the whole path with what cannot be avoided, in one thread, in memory
    parallel [--records N] [--seed S] [--rounds R] [--rules DIR]
        compares one thread with all cores on eight files
    correlations [--records N] [--seed S] [--rounds R] [--rules DIR]
        compares the whole path with and without correlations
    memory [--seed S] [--rules DIR]
        scans a file that inflates to 1 GB and reports the peak working set
    coldstart [--rounds R]
        compares the start of the published function with all rules and with none
    """;

try
{
    switch (args)
    {
        case ["generate", .. var rest]:
            Generate(new Arguments(rest, "--output", "--records", "--files", "--seed", "--attacks-per-million"));
            return 0;
        case ["run", .. var rest]:
            var speed = new Arguments(rest, "--records", "--seed", "--rounds", "--rules");
            SpeedBenchmark.Run(
                Console.Out, speed.Text("--rules", ShippedRules()), speed.Number("--records", 100_000), speed.Number("--seed", 1), speed.Number("--rounds", 9));
            return 0;
        case ["parallel", .. var rest]:
            var parallel = new Arguments(rest, "--records", "--seed", "--rounds", "--rules");
            SpeedBenchmark.RunParallel(
                Console.Out, parallel.Text("--rules", ShippedRules()), parallel.Number("--records", 100_000), parallel.Number("--seed", 1), parallel.Number("--rounds", 9));
            return 0;
        case ["correlations", .. var rest]:
            var correlations = new Arguments(rest, "--records", "--seed", "--rounds", "--rules");
            CorrelationBenchmark.Run(
                Console.Out, correlations.Text("--rules", ShippedRules()), correlations.Number("--records", 100_000), correlations.Number("--seed", 1), correlations.Number("--rounds", 25));
            return 0;
        case ["memory", .. var rest]:
            var memory = new Arguments(rest, "--seed", "--rules");
            return MemoryBenchmark.Run(Console.Out, memory.Text("--rules", ShippedRules()), memory.Number("--seed", 1));
        case ["coldstart", .. var rest]:
            await ColdStartBenchmark.RunAsync(Console.Out, new Arguments(rest, "--rounds").Number("--rounds", 15));
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (Exception problem) when (problem is UsageException or ArgumentOutOfRangeException)
{
    Console.Error.WriteLine(problem.Message);
    Console.Error.WriteLine(Usage);
    return 2;
}

static string ShippedRules() => Path.Combine(AppContext.BaseDirectory, "rules");

static void Generate(Arguments given)
{
    var options = new GeneratorOptions();
    options = options with { AttacksPerMillion = given.Number("--attacks-per-million", options.AttacksPerMillion) };
    var generator = new CloudTrailGenerator(given.Number("--seed", 1), options);
    var started = Stopwatch.GetTimestamp();
    var totals = generator.WriteTree(given.Text("--output"), given.Number("--records", 100_000), given.Number("--files", 20));
    var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
    Console.WriteLine(
        $"{totals.Records:N0} records, {totals.Attacks:N0} of them planted, {totals.Bytes:N0} bytes before gzip, {seconds:F2} s");
}
