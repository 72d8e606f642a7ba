using System.Globalization;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Sigma.Tests.Conformance;

/// <summary>Matches and correlates records as a caller of the library does: what fired, by title of the rule.</summary>
internal sealed class CorrelatedRun
{
    private readonly RuleSet _rules;
    private readonly RuleMatcher _matcher;
    private readonly FieldSlot _time;
    private readonly Dictionary<string, FieldSlot> _slots;

    public CorrelatedRun(RuleSet rules)
    {
        _rules = rules;
        var fields = new CorrelationFields(rules.Correlations);
        _matcher = RuleMatcher.Compile(rules, ["eventName", "eventSource"], ["eventTime", .. fields.Paths], out var slots);
        _time = slots[0];
        _slots = fields.Paths.Zip(slots.Skip(1)).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Titles to the distinct groups (correlations) or events (reported rules) for which they fired.</summary>
    public Dictionary<string, HashSet<string>> Run(IReadOnlyList<byte[]> records)
    {
        var fired = new Dictionary<string, HashSet<string>>();
        void Note(string title, string what) => (fired.TryGetValue(title, out var set) ? set : fired[title] = []).Add(what);
        var correlations = new InMemoryCorrelations(_rules.Correlations, _rules.Rules.Count);
        var session = _matcher.OpenSession();
        for (var i = 0; i < records.Count; i++)
        {
            Assert.True(session.TryRead(records[i], out _));
            foreach (var rule in session.Match())
            {
                if (_rules.IsReported[rule]) Note(_rules.Rules[rule].Header.Title, $"e{i}");
                var time = DateTimeOffset.Parse(session.GetString(_time)!, CultureInfo.InvariantCulture);
                correlations.Observe(rule, time, $"e{i}", path => session.GetStrings(_slots[path]));
            }
        }

        foreach (var (correlation, fulfilment) in correlations.Evaluate())
        {
            Note(_rules.Correlations[correlation].Header.Title, string.Join('|', fulfilment.Group.Select(pair => pair.Value)));
        }

        return fired;
    }
}
