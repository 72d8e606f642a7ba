using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Sigma.Testing;

/// <summary>
/// Runs the <c>.test.yml</c> beside each rule file, with everything that was loaded in force: a filter that silences a
/// rule fails the rule's test.
/// </summary>
public sealed class RuleTestRunner
{
    private readonly RuleSet _rules;
    private readonly MatchSession _session;
    private readonly FieldSlot _time;
    private readonly Dictionary<string, FieldSlot> _slots;

    private RuleTestRunner(RuleSet rules)
    {
        _rules = rules;
        var paths = new CorrelationFields(rules.Correlations).Paths;
        _session = RuleMatcher.Compile(rules, ["eventName", "eventSource"], ["eventTime", .. paths], out var slots).OpenSession();
        _time = slots[0];
        _slots = paths.Zip(slots.Skip(1)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>Tests every rule file that was loaded.</summary>
    public static RuleTestReport Run(RuleSet rules)
    {
        var runner = new RuleTestRunner(rules);
        var results = new List<RuleTestResult>();
        var problems = new List<Diagnostic>();
        var untested = new List<string>();
        var files = rules.Rules.Select(rule => rule.Header).Concat(rules.Correlations.Select(correlation => correlation.Header))
            .Select(header => header.Location.File).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            var testFile = Path.ChangeExtension(file, ".test.yml");
            if (!File.Exists(testFile)) untested.Add(file);
            else if (RuleFiles.Read(testFile, problems) is { } source) results.AddRange(runner.Run(file, source, problems));
        }

        return new RuleTestReport(results, problems, untested, files.Length - untested.Count);
    }

    private RuleTestResult[] Run(string ruleFile, RuleSource source, List<Diagnostic> problems)
    {
        var log = new DiagnosticLog(source.Name);
        var cases = RuleTestFile.Parse(source.Text, source.Name, log);
        problems.AddRange(log.Entries);
        return cases.Select(test => new RuleTestResult(test.Name, test.Location, test.ExpectsMatch, Matched(ruleFile, test))).ToArray();
    }

    private string[] Matched(string ruleFile, RuleTestCase test)
    {
        var matched = new HashSet<string>(StringComparer.Ordinal);
        var correlations = new InMemoryCorrelations(_rules.Correlations, _rules.Rules.Count);
        for (var i = 0; i < test.Records.Count; i++)
        {
            if (!_session.TryRead(Utf8(test.Records[i]), out var fault)) throw new InvalidOperationException($"{test.Location}: {fault!.Message}");
            foreach (var rule in _session.Match())
            {
                if (_rules.IsReported[rule] && _rules.Rules[rule].Header.Location.File == ruleFile) matched.Add(_rules.Rules[rule].Header.Title);
                if (correlations.IsWatched(rule)) Observe(correlations, rule, i);
            }
        }

        foreach (var (correlation, _) in correlations.Evaluate())
        {
            if (_rules.Correlations[correlation].Header.Location.File == ruleFile) matched.Add(_rules.Correlations[correlation].Header.Title);
        }

        return [.. matched];
    }

    private void Observe(InMemoryCorrelations correlations, int rule, int recordNumber)
    {
        var hasTime = DateTimeOffset.TryParse(
            _session.GetString(_time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
        if (hasTime) correlations.Observe(rule, time, $"record {recordNumber}", path => _session.GetStrings(_slots[path]));
    }

    private static byte[] Utf8(JsonObject record) => Encoding.UTF8.GetBytes(record.ToJsonString());
}
