using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Cli.Coverage;

/// <summary>
/// A rule or correlation that is reported. What only feeds correlations finds nothing by itself and is not counted, and neither is what
/// waits for a list: it finds nothing yet.
/// </summary>
/// <param name="Header">What it says of itself.</param>
/// <param name="IsCorrelation">Whether it is a correlation.</param>
/// <param name="Folder">Index of the path that it was read from.</param>
/// <param name="Calls">The calls that it names.</param>
internal sealed record CountedRule(RuleHeader Header, bool IsCorrelation, int Folder, NamedCalls Calls)
{
    /// <summary>Most severe first.</summary>
    public static IReadOnlyList<CountedRule> AllOf(RuleSet rules, RuleFolders folders)
    {
        var ofRules = rules.Rules.Select(rule => NamedCalls.Of(rule.Condition)).ToArray();
        // Each correlation stands after those that it refers to.
        var ofCorrelations = new List<NamedCalls>();
        foreach (var correlation in rules.Correlations)
        {
            ofCorrelations.Add(NamedCalls.Of([.. correlation.Inputs.Select(input => input.IsCorrelation ? ofCorrelations[input.Index] : ofRules[input.Index])]));
        }

        return
        [
            .. rules.Rules.Select((rule, i) => new CountedRule(rule.Header, IsCorrelation: false, folders.IndexOf(rule.Header.Location.File), ofRules[i])).Where((_, i) => rules.IsReported[i] && rules.Rules[i].IsActive)
                .Concat(rules.Correlations.Select((correlation, i) => new CountedRule(correlation.Header, IsCorrelation: true, folders.IndexOf(correlation.Header.Location.File), ofCorrelations[i])).Where((_, i) => rules.Correlations[i].IsActive))
                .OrderByDescending(rule => rule.Header.Level).ThenBy(rule => rule.Header.Title, StringComparer.Ordinal),
        ];
    }
}
