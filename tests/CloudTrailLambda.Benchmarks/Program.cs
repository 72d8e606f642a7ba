using System.Diagnostics;
using CloudTrailLambda.Benchmarks;
using CloudTrailLambda.Benchmarks.Generation;
using CloudTrailLambda.Benchmarks.Measurements;

const string Usage = """
    generate --output DIR [--records N] [--files F] [--seed S] [--attacks-per-million A]
        writes gzipped CloudTrail files below DIR/AWSLogs
    run [--records N] [--seed S] [--rounds R]
        measures reading N generated records in memory, in one thread
    """;

try
{
    switch (args)
    {
        case ["generate", .. var rest]:
            Generate(new Arguments(rest, "--output", "--records", "--files", "--seed", "--attacks-per-million"));
            return 0;
        case ["run", .. var rest]:
            var given = new Arguments(rest, "--records", "--seed", "--rounds");
            ReadingBenchmark.Run(
                Console.Out, given.Number("--records", 100_000), given.Number("--seed", 1), given.Number("--rounds", 9));
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
