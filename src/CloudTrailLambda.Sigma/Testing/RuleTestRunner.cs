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
    private readonly RecordSources _sources;
    private readonly MatchSession _session;
    private readonly string[] _timeFields;
    private readonly Dictionary<string, FieldSlot> _slots;

    private RuleTestRunner(RuleSet rules, RecordSources sources)
    {
        (_rules, _sources) = (rules, sources);
        _timeFields = sources.All.SelectMany(source => source.TimeFields).Distinct(StringComparer.Ordinal).ToArray();
        string[] paths = [.. new CorrelationFields(rules.Correlations).Paths.Union(_timeFields, StringComparer.Ordinal)];
        _session = RuleMatcher.Compile(rules, sources, ["eventName", "eventSource"], paths, out var slots).OpenSession();
        _slots = paths.Zip(slots).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>Tests every rule file that was loaded.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="sources">What the records of tests may be of: a rule for another one of these does not match them.</param>
    public static RuleTestReport Run(RuleSet rules, RecordSources sources)
    {
        rules = TestLists.Empty(rules);
        var runner = new RuleTestRunner(rules, sources);
        var results = new List<RuleTestResult>();
        var problems = new List<Diagnostic>();
        var untested = new List<string>();
        var fired = new HashSet<(string File, string Title)>();
        var files = rules.Headers.Select(header => header.Location.File).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            var testFile = Path.ChangeExtension(file, ".test.yml");
            if (!File.Exists(testFile))
            {
                untested.Add(file);
                continue;
            }

            if (RuleFiles.Read(testFile, problems) is not { } source) continue;
            var ofFile = Run(runner, file, source, problems);
            results.AddRange(ofFile);
            fired.UnionWith(ofFile.Where(result => result.ExpectsMatch).SelectMany(result => result.Matched).Select(title => (file, title)));
        }

        // A filter shows in what rules say, and is tested where it stands when its author wants it.
        var filterFiles = rules.FilterFiles.Except(files, StringComparer.Ordinal).Where(file => File.Exists(Path.ChangeExtension(file, ".test.yml"))).ToArray();
        foreach (var file in filterFiles)
        {
            if (RuleFiles.Read(Path.ChangeExtension(file, ".test.yml"), problems) is { } source) results.AddRange(Run(runner, file, source, problems));
        }

        var tested = files.Except(untested, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var silent = rules.ReportedHeaders.Where(header => tested.Contains(header.Location.File) && !fired.Contains((header.Location.File, header.Title))).ToArray();
        return new RuleTestReport(results, problems, untested, tested.Count + filterFiles.Length, silent);
    }

    private static List<RuleTestResult> Run(RuleTestRunner runner, string ruleFile, RuleSource source, List<Diagnostic> problems)
    {
        var log = new DiagnosticLog(source.Name);
        var documents = RuleTestFile.Parse(source.Text, source.Name, runner._timeFields, log);
        problems.AddRange(log.Entries);
        var results = new List<RuleTestResult>();
        foreach (var tests in documents)
        {
            var isOther = tests.Lists.Lists.Count > 0;
            var effective = isOther && TestLists.Apply(runner._rules, tests.Lists, problems) is { } rules ? new RuleTestRunner(rules, runner._sources) : runner;
            TestLists.CheckWaiting(effective._rules, ruleFile, source.Name, problems);
            results.AddRange(effective.Run(ruleFile, tests.Cases, problems));
        }

        return results;
    }

    private List<RuleTestResult> Run(string ruleFile, IReadOnlyList<RuleTestCase> cases, List<Diagnostic> problems)
    {
        var all = _rules.Headers.ToArray();
        var headers = Array.FindAll(all, header => header.Location.File == ruleFile);
        var isOfFilter = headers.Length == 0;
        if (isOfFilter) headers = all;
        var results = new List<RuleTestResult>(cases.Count);
        foreach (var test in cases)
        {
            var named = test.Rule is { } reference ? headers.FirstOrDefault(header => IsCalled(header, reference.Text)) : null;
            if (test.Rule is { } unknown && named is null)
            {
                var message = $"the case names '{unknown.Text}', and {(isOfFilter ? "no rule" : $"nothing in {Path.GetFileName(ruleFile)}")} is called that";
                problems.Add(Error(unknown.Location, message, Suggestion.For(unknown.Text, headers.Select(header => header.Title))));
                continue;
            }

            if (isOfFilter && named is null)
            {
                problems.Add(Error(test.Location, $"the case '{test.Name}' does not say which rule it is about", "add `rule:` with a title, name or id"));
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
        (int Record, string Field)? withoutTime = null;
        for (var i = 0; i < test.Records.Count; i++)
        {
            if (!_session.TryRead(Utf8(test.Records[i]), out var fault)) throw new InvalidOperationException($"{test.Location}: {fault!.Message}");
            foreach (var rule in _session.Match())
            {
                var header = _rules.Rules[rule].Header;
                if (header == named || (_rules.IsReported[rule] && header.Location.File == ruleFile)) matched.Add(header.Title);
                if (correlations.IsWatched(rule) && !TryObserve(correlations, rule, i)) withoutTime ??= (i, _sources.All[_session.Source].TimeFields[0]);
            }
        }

        if (withoutTime is var (record, field) && _rules.Correlations.Any(correlation => correlation.Header.Location.File == ruleFile))
        {
            problems.Add(Error(test.Location, $"record {record + 1} of '{test.Name}' has no {field}, so that no correlation sees it", $"{field}: '2026-10-14T09:00:00Z'"));
        }

        foreach (var (correlation, _) in correlations.Evaluate())
        {
            if (_rules.Correlations[correlation].Header.Location.File == ruleFile) matched.Add(_rules.Correlations[correlation].Header.Title);
        }

        return [.. matched];
    }

    private bool TryObserve(InMemoryCorrelations correlations, int rule, int recordNumber)
    {
        var text = _sources.All[_session.Source].TimeFields.Select(field => _session.GetString(_slots[field])).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        var hasTime = EventTimeText.TryParse(text, out var time);
        if (hasTime) correlations.Observe(rule, time, $"record {recordNumber}", path => _session.GetStrings(_slots[path]));
        return hasTime;
    }

    private static byte[] Utf8(JsonObject record) => Encoding.UTF8.GetBytes(record.ToJsonString());
}
