using System.Text.Json;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Sigma;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Rules;

namespace CloudTrailLambda.StoreContracts.Correlation;

/// <summary>
/// The slow, obvious road: everything in memory, evaluated in one piece. Says which findings there must be, and of which events.
/// </summary>
internal static class PlainCorrelations
{
    /// <summary>Each finding as a line: rule, account, group, window, and its events.</summary>
    public static IReadOnlyList<string> Of(DetectionRules rules, IEnumerable<string> records)
    {
        var set = rules.RuleSet;
        var correlations = new InMemoryCorrelations(set.Correlations, set.Rules.Count);
        var paths = new CorrelationFields(set.Correlations).Paths;
        var session = RuleMatcher.Compile(set, ["eventName"], paths, out var slots).OpenSession();
        var accounts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            Assert.True(session.TryRead(System.Text.Encoding.UTF8.GetBytes(record), out _));
            using var document = JsonDocument.Parse(record);
            var eventId = document.RootElement.GetProperty("eventID").GetString()!;
            accounts[eventId] = document.RootElement.GetProperty("recipientAccountId").GetString()!;
            foreach (var rule in session.Match())
            {
                correlations.Observe(
                    rule, document.RootElement.GetProperty("eventTime").GetDateTimeOffset(), eventId,
                    path => session.GetStrings(slots[paths.ToList().IndexOf(path)]));
            }
        }

        var findings = new Dictionary<FindingKey, HashSet<string>>();
        foreach (var (index, fulfilment) in correlations.Evaluate())
        {
            foreach (var window in fulfilment.Windows) Add(set.Correlations[index], window, accounts, findings);
        }

        return [.. findings.Select(pair => Describe(pair.Key, pair.Value)).Order(StringComparer.Ordinal)];
    }

    /// <summary>A finding as a line: what was found, a bar, where and in which events.</summary>
    public static string Describe(FindingKey key, IEnumerable<string> eventIds) =>
        $"{key.RuleId} ({key.Group}) {key.Window.Start:O}|{key.AccountId} {key.ToId()}: {string.Join(' ', eventIds.Order(StringComparer.Ordinal).Select(id => id[..8]))}";

    private static void Add(SigmaCorrelation correlation, Fulfilment window, Dictionary<string, string> accounts, Dictionary<FindingKey, HashSet<string>> findings)
    {
        var end = window.WindowEnds[^1];
        var length = correlation.Header.Custom.Window ?? (correlation.Timespan > TimeSpan.FromHours(1) ? correlation.Timespan : TimeSpan.FromHours(1));
        var covered = correlation.Type == CorrelationType.NewValue && correlation.Header.Custom.Window is null ? FindingWindow.Always : FindingWindow.Containing(end, length);
        var group = new FindingGroup([.. window.Group.Select(pair => new GroupField(pair.Key, pair.Value))]);
        foreach (var eventId in window.EventIds)
        {
            var key = new FindingKey(correlation.Header.Id!, accounts[eventId], group, covered);
            if (!findings.TryGetValue(key, out var events)) findings.Add(key, events = new HashSet<string>(StringComparer.Ordinal));
            events.Add(eventId);
        }
    }
}
