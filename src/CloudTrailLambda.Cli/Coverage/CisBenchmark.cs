namespace CloudTrailLambda.Cli.Coverage;

/// <summary>What a benchmark asks to be told of.</summary>
/// <param name="Number">E.g. <c>4.3</c>.</param>
/// <param name="Subject">What to be told of.</param>
internal sealed record CisControl(string Number, string Subject);

/// <summary>A control and the rules that are tagged with it.</summary>
internal sealed record CisCoverage(CisControl Control, IReadOnlyList<CountedRule> Rules);

/// <summary>The monitoring section of the CIS AWS Foundations Benchmark, from <c>cis.txt</c>.</summary>
internal static class CisBenchmark
{
    private static readonly string[][] Lines = [.. EmbeddedList.Lines("Coverage.cis.txt").Select(line => line.Split(' ', 2))];

    /// <summary>The benchmark's version.</summary>
    public static string Version { get; } = Lines[0][1];

    public static IReadOnlyList<CisControl> Controls { get; } = [.. Lines.Skip(1).Select(words => new CisControl(words[0], words[1]))];

    /// <summary>Every control, those without a rule as well. A rule names one with a tag such as <c>cis.aws.4.3</c>.</summary>
    public static IReadOnlyList<CisCoverage> CoveredBy(IReadOnlyList<CountedRule> rules) =>
        [.. Controls.Select(control => new CisCoverage(control, [.. rules.Where(rule => rule.Header.Tags.Contains($"cis.aws.{control.Number}", StringComparer.OrdinalIgnoreCase))]))];
}
