using System.Text;
using System.Text.Json.Nodes;
using CloudTrailLambda.Detection.Sources;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.Sigma.Tests.Rules;

/// <summary>As <see cref="ServiceCallTests"/>, for what several records tell: held with every history that the correlations are tested with.</summary>
public sealed class ServiceHistoryTests
{
    private const string SignIn = "Nobody signs in for somebody else: no service can have sent these.";

    private const string Anonymous = "The callers have no credentials, and whatever stands in for a service would be new.";

    /// <summary>Correlations of what no service calls, and why.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["Bucket used without credentials for the first time"] = Anonymous,
        ["Credentials given to an anonymous visitor by a new identity pool"] = Anonymous,
        ["Console sign-in succeeded after many failures from its address"] = SignIn,
        ["Console sign-in succeeded after repeated failures"] = SignIn,
        ["Console sign-ins from one address failed in several accounts"] = SignIn,
        ["Console sign-ins of many users failed from one address"] = SignIn,
        ["Console sign-ins of many users of one account failed"] = SignIn,
        ["Many console sign-ins from one address failed"] = SignIn,
        ["Many console sign-ins of one account failed"] = SignIn,
        ["Repeated console sign-in failures of one user"] = SignIn,
        ["Repeated console sign-in failures of the root user"] = SignIn,
        ["Root user signed in after repeated failures"] = SignIn,
        ["Several wrong MFA codes at one console sign-in"] = SignIn,
        ["Single sign-on credentials of one person fetched from many addresses"] = SignIn,
    };

    public static TheoryData<string> Callers() => [.. ServiceCallers.All.Keys];

    [Theory]
    [MemberData(nameof(Callers))]
    public void Nothing_of_medium_or_above_is_raised_by(string caller)
    {
        var raised = new SortedSet<string>(StringComparer.Ordinal);
        var tried = 0;
        foreach (var (file, rules, cases) in RepositoryRules.TestsBelow("correlations"))
        {
            var histories = new Histories(rules);
            foreach (var test in cases.Where(test => test.ExpectsMatch))
            {
                tried++;
                raised.UnionWith(histories.Raised(test.Records, ServiceCallers.All[caller]).Where(title => !Exceptions.ContainsKey(title)).Select(title => $"{title}, by '{test.Name}' in {Path.GetFileName(file)}"));
            }
        }

        Assert.InRange(tried, 100, int.MaxValue);
        Assert.True(raised.Count == 0, string.Join('\n', raised));
    }

    [Fact]
    public void Every_exception_is_a_correlation_of_medium_or_above() =>
        Assert.Empty(Exceptions.Keys.Except(RepositoryRules.All.Correlations.Where(correlation => correlation.Header.Level >= Level.Medium).Select(correlation => correlation.Header.Title), StringComparer.Ordinal));

    /// <summary>A rule set, and the correlations of medium or above that records fulfil.</summary>
    private sealed class Histories
    {
        private readonly RuleSet _rules;
        private readonly MatchSession _session;
        private readonly Dictionary<string, FieldSlot> _slots;

        public Histories(RuleSet rules)
        {
            _rules = rules;
            string[] paths = [.. new CorrelationFields(rules.Correlations).Paths, "eventTime"];
            _session = RuleMatcher.Compile(rules, LogSources.Records, ["eventName", "eventSource"], paths, out var slots).OpenSession();
            _slots = paths.Zip(slots).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        }

        public IEnumerable<string> Raised(IReadOnlyList<JsonObject> records, Action<JsonObject> sentByService)
        {
            var correlations = new InMemoryCorrelations(_rules.Correlations, _rules.Rules.Count);
            foreach (var (number, record) in records.Index())
            {
                var sent = (JsonObject)record.DeepClone();
                sentByService(sent);
                Assert.True(_session.TryRead(Encoding.UTF8.GetBytes(sent.ToJsonString()), out _));
                if (!EventTimeText.TryParse(_session.GetString(_slots["eventTime"]), out var time)) continue;
                foreach (var rule in _session.Match())
                {
                    if (correlations.IsWatched(rule)) correlations.Observe(rule, time, $"record {number}", path => _session.GetStrings(_slots[path]));
                }
            }

            return correlations.Evaluate().Select(fulfilled => _rules.Correlations[fulfilled.Correlation].Header).Where(header => header.Level >= Level.Medium).Select(header => header.Title);
        }
    }
}
