using System.Collections.Concurrent;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Matching;

/// <summary>The alerts that a run has come to, each once. Thread-safe.</summary>
internal sealed class AlertsDue
{
    private readonly ConcurrentDictionary<FindingId, AlertDue> _due = new();

    public IEnumerable<AlertDue> All => _due.Values;

    public void Add(StoreOutcome outcome)
    {
        // Of several additions the last one knows best: a rule's severity is that of its last match.
        foreach (var due in outcome.AlertsDue) _due[due.Id] = due;
    }
}
