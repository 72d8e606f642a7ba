using System.Text;
using System.Text.Json.Nodes;
using CloudTrailLambda.Detection.Sources;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Tests.Rules;

/// <summary>
/// What AWS services do for the customer raises nothing of medium or above, whatever they do: a person set it up, and that has a record
/// of its own. Held with every record that the rules are tested with, as if a service had sent it.
/// </summary>
public sealed class ServiceCallTests
{
    /// <summary>Rules that are about calls of services, or about callers without an identity, and why.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["AWS quarantined a leaked access key"] = "AWS itself attaches the policy, and that is the finding.",
        ["Shared snapshot copied or used by another account"] = "EBS writes the record, about what somebody in another account did.",
    };

    private static readonly Lazy<IReadOnlyList<(string TestFile, RuleSet Rules, JsonObject Record, string Name)>> Cases = new(() => [.. ReadCases()]);

    /// <summary>By rule set: test files with lists of their own have one each.</summary>
    private static readonly Dictionary<RuleSet, MatchSession> Sessions = new(ReferenceEqualityComparer.Instance);

    public static TheoryData<string> Callers() => [.. ServiceCallers.All.Keys];

    [Theory]
    [MemberData(nameof(Callers))]
    public void Nothing_of_medium_or_above_is_raised_by(string caller)
    {
        var raised = new SortedSet<string>(StringComparer.Ordinal);
        var tried = 0;
        foreach (var (testFile, rules, record, name) in Cases.Value)
        {
            var own = Raised(rules, record);
            if (!own.Any(rule => rule.Location.File == testFile.Replace(".test.yml", ".yml", StringComparison.Ordinal))) continue;
            tried++;
            var sent = (JsonObject)record.DeepClone();
            ServiceCallers.All[caller](sent);
            raised.UnionWith(Raised(rules, sent).Where(rule => !Exceptions.ContainsKey(rule.Title)).Select(rule => $"{rule.Title} ({rule.Id}), by '{name}' in {Path.GetFileName(testFile)}"));
        }

        Assert.InRange(tried, 100, int.MaxValue);
        Assert.True(raised.Count == 0, string.Join('\n', raised));
    }

    [Fact]
    public void Every_exception_is_a_rule_of_medium_or_above() =>
        Assert.Empty(Exceptions.Keys.Except(RepositoryRules.All.Rules.Where(rule => rule.Header.Level >= Level.Medium).Select(rule => rule.Header.Title), StringComparer.Ordinal));

    private static RuleHeader[] Raised(RuleSet rules, JsonObject record)
    {
        if (!Sessions.TryGetValue(rules, out var session)) Sessions.Add(rules, session = RuleMatcher.Compile(rules, LogSources.Records, ["eventName", "eventSource"], [], out _).OpenSession());
        Assert.True(session.TryRead(Encoding.UTF8.GetBytes(record.ToJsonString()), out _));
        return [.. session.Match().ToArray().Where(rule => rules.IsReported[rule] && rules.Rules[rule].Header.Level >= Level.Medium).Select(rule => rules.Rules[rule].Header)];
    }

    private static IEnumerable<(string TestFile, RuleSet Rules, JsonObject Record, string Name)> ReadCases() =>
        from tests in RepositoryRules.TestsBelow("cloudtrail")
        from test in tests.Cases
        where test.ExpectsMatch && test.Records.Count == 1
        select (tests.TestFile, tests.Rules, test.Records[0], test.Name);
}
