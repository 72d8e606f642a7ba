using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Testing;

/// <summary>What the test files of a rule set came to.</summary>
/// <param name="Results">Every case.</param>
/// <param name="Problems">Test files that cannot be read.</param>
/// <param name="RulesWithoutTests">Rule files without a test file beside them.</param>
/// <param name="TestFileCount">Test files run.</param>
/// <param name="SilentRules">Reported rules and correlations of tested files that no case makes fire: nothing shows that they can.</param>
public sealed record RuleTestReport(
    IReadOnlyList<RuleTestResult> Results, IReadOnlyList<Diagnostic> Problems, IReadOnlyList<string> RulesWithoutTests, int TestFileCount, IReadOnlyList<RuleHeader> SilentRules)
{
    /// <summary>Whether everything that was tested is as expected.</summary>
    public bool IsPassed => Problems.Count == 0 && Results.All(result => result.IsPassed);
}

/// <summary>What one case came to.</summary>
/// <param name="Name">The case's sentence.</param>
/// <param name="Location">Where the case stands.</param>
/// <param name="ExpectsMatch">Whether the rule should match.</param>
/// <param name="Matched">Titles of the file's reported rules and correlations that matched, and of the one that the case names.</param>
/// <param name="Rule">Title of the rule or correlation that the case names; <see langword="null"/> when any will do.</param>
public sealed record RuleTestResult(string Name, SourceLocation Location, bool ExpectsMatch, IReadOnlyList<string> Matched, string? Rule)
{
    /// <summary>Whether it is as expected.</summary>
    public bool IsPassed => ExpectsMatch == (Rule is null ? Matched.Count > 0 : Matched.Contains(Rule, StringComparer.Ordinal));
}
