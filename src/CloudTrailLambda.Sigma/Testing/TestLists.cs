using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Parsing;

namespace CloudTrailLambda.Sigma.Testing;

/// <summary>
/// The lists that a test file brings along. Tests see these and no others, whatever the users have filled in: what they know must not
/// decide whether a rule does what it says.
/// </summary>
internal static class TestLists
{
    /// <summary>The rules as if nobody had filled in anything.</summary>
    public static RuleSet Empty(RuleSet rules) => rules.Lists.Lists.All(list => list.Values.Count == 0) ? rules : RuleSetLoader.WithLists(rules, rules.Lists.Emptied());

    /// <summary>The rules with these lists in place of their own; <see langword="null"/> after adding why not.</summary>
    public static RuleSet? Apply(RuleSet rules, Placeholders lists, List<Diagnostic> problems)
    {
        var unknown = lists.Lists.Where(list => !rules.Lists.Has(list.Name)).ToArray();
        foreach (var list in unknown) problems.Add(Error(list.Location, $"no file declares the placeholder '{list.Name}'", rules.Lists.HintFor(list.Name)));
        if (unknown.Length > 0) return null;
        var applied = RuleSetLoader.WithLists(rules, lists);
        problems.AddRange(applied.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Except(rules.Diagnostics));
        return applied;
    }

    /// <summary>A rule that waits for a list matches nothing: its cases would say nothing about it.</summary>
    public static void CheckWaiting(RuleSet rules, string ruleFile, string testFile, List<Diagnostic> problems)
    {
        foreach (var title in rules.Waiting.Where(header => header.Location.File == ruleFile).Select(header => header.Title))
        {
            problems.Add(Error(new SourceLocation(testFile, 1, 1), $"'{title}' is inactive here, because a list that it needs is empty", "add e.g. `placeholders: {office_networks: [192.0.2.0/24]}`"));
        }
    }

    private static Diagnostic Error(SourceLocation location, string message, string hint) => new(DiagnosticSeverity.Error, location, message, hint);
}
