using System.Text;
using System.Text.Json.Nodes;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;

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

    private List<RuleTestResult> Run(string ruleFile, RuleSource source, List<Diagnostic> problems)
    {
        var log = new DiagnosticLog(source.Name);
        var cases = RuleTestFile.Parse(source.Text, source.Name, log);
        problems.AddRange(log.Entries);
        var headers = _rules.Rules.Select(rule => rule.Header).Concat(_rules.Correlations.Select(correlation => correlation.Header))
            .Where(header => header.Location.File == ruleFile).ToArray();
        var results = new List<RuleTestResult>(cases.Count);
        foreach (var test in cases)
        {
            var named = test.Rule is { } reference ? headers.FirstOrDefault(header => IsCalled(header, reference.Text)) : null;
            if (test.Rule is { } unknown && named is null)
            {
                var message = $"the case names '{unknown.Text}', and nothing in {Path.GetFileName(ruleFile)} is called that";
                problems.Add(Error(unknown.Location, message, Suggestion.For(unknown.Text, headers.Select(header => header.Title))));
                continue;
            }

            results.Add(new RuleTestResult(test.Name, test.Location, test.ExpectsMatch, Matched(ruleFile, test, named, problems), named?.Title));
        }

        return results;
    }

    private static bool IsCalled(RuleHeader header, string reference) => header.Title == reference || header.Name == reference || header.Id == reference;

    private static Diagnostic Error(SourceLocation location, string message, string? hint) => new(DiagnosticSeverity.Error, location, message, hint);

    private string[] Matched(string ruleFile, RuleTestCase test, RuleHeader? named, List<Diagnostic> problems)
    {
        var matched = new HashSet<string>(StringComparer.Ordinal);
        var correlations = new InMemoryCorrelations(_rules.Correlations, _rules.Rules.Count);
        var withoutTime = new SortedSet<int>();
        for (var i = 0; i < test.Records.Count; i++)
        {
            if (!_session.TryRead(Utf8(test.Records[i]), out var fault)) throw new InvalidOperationException($"{test.Location}: {fault!.Message}");
            foreach (var rule in _session.Match())
            {
                var header = _rules.Rules[rule].Header;
                if (header == named || (_rules.IsReported[rule] && header.Location.File == ruleFile)) matched.Add(header.Title);
                if (correlations.IsWatched(rule) && !TryObserve(correlations, rule, i)) withoutTime.Add(i);
            }
        }

        if (withoutTime.Count > 0 && _rules.Correlations.Any(correlation => correlation.Header.Location.File == ruleFile))
        {
            problems.Add(Error(test.Location, $"record {withoutTime.Min + 1} of '{test.Name}' has no eventTime, so that no correlation sees it", "eventTime: '2026-10-14T09:00:00Z'"));
        }

        foreach (var (correlation, _) in correlations.Evaluate())
        {
            if (_rules.Correlations[correlation].Header.Location.File == ruleFile) matched.Add(_rules.Correlations[correlation].Header.Title);
        }

        return [.. matched];
    }

    private bool TryObserve(InMemoryCorrelations correlations, int rule, int recordNumber)
    {
        var hasTime = EventTimeText.TryParse(_session.GetString(_time), out var time);
        if (hasTime) correlations.Observe(rule, time, $"record {recordNumber}", path => _session.GetStrings(_slots[path]));
        return hasTime;
    }

    private static byte[] Utf8(JsonObject record) => Encoding.UTF8.GetBytes(record.ToJsonString());
}
