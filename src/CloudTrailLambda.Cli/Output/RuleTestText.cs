using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Sigma.Testing;
using Spectre.Console;

namespace CloudTrailLambda.Cli.Output;

/// <summary>What rule tests came to: a difference for each failure, then the numbers.</summary>
internal static class RuleTestText
{
    public static void Write(IAnsiConsole console, RuleTestReport report)
    {
        foreach (var problem in report.Problems) console.WriteLine(PrintableText.Of(problem.ToString()));
        foreach (var failure in report.Results.Where(result => !result.IsPassed))
        {
            console.WriteLine($"{PrintableText.Of(failure.Location.ToString())}: {PrintableText.Of(failure.Name)}");
            console.WriteLine($"  - expected: {(failure.ExpectsMatch ? "match" : "no match")}");
            console.WriteLine($"  + got:      {Got(failure)}");
        }

        foreach (var file in report.RulesWithoutTests) console.WriteLine($"{PrintableText.Of(file)}: has no .test.yml beside it");
        foreach (var rule in report.SilentRules) console.WriteLine(PrintableText.Of($"{rule.Location}: '{rule.Title}' fires in no case that expects a match"));
        var passed = report.Results.Count(result => result.IsPassed);
        console.WriteLine($"{report.TestFileCount} test files, {report.Results.Count} cases: {passed} passed, {report.Results.Count - passed} failed");
    }

    private static string Got(RuleTestResult failure) =>
        failure.Matched.Count == 0 ? "no match" : $"match by {string.Join(", ", failure.Matched.Select(title => $"'{PrintableText.Of(title)}'"))}";
}
