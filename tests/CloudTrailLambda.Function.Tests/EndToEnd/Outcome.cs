using System.Text.Json;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Function.Tests.EndToEnd;

/// <summary>What was left behind, as far as it must not depend on how it came about.</summary>
/// <param name="Findings">Each finding with its events and the state of its alert.</param>
/// <param name="Alerts">The findings that a subscriber heard of, with what is to be done; one that it heard of twice is there twice.</param>
internal sealed record Outcome(IReadOnlyList<string> Findings, IReadOnlyList<string> Alerts)
{
    /// <summary>Reads it from the table and from the subscriber's queue, which is empty afterwards.</summary>
    public static async Task<Outcome> OfAsync(DeployedAccount account)
    {
        var store = account.OpenStore();
        var findings = new List<string>();
        await foreach (var finding in store.ListAsync(new FindingQuery { Limit = FindingLimits.MaxQueryLimit }, CancellationToken.None))
        {
            findings.Add(Describe((await store.FindAsync(finding.Id.ToString(), CancellationToken.None))!));
        }

        var alerts = (await EventSource.DrainAsync(account, account.AlertsUrl)).Select(Describe);
        return new Outcome([.. findings.Order(StringComparer.Ordinal)], [.. alerts.Order(StringComparer.Ordinal)]);
    }

    public static string Describe(FindingDetail detail)
    {
        var finding = detail.Finding;
        return $"{finding.Id} {finding.Rule.Title}: {finding.EventCount} events, alert {finding.Alert}, {finding.Activity.EventNames}, {string.Join(' ', detail.Events.Select(kept => kept.Event.EventId))}";
    }

    public static string Describe(string findingId, IEnumerable<string> runbook) => $"{findingId}: {string.Join(' ', runbook)}";

    public void Is(Outcome expected)
    {
        Assert.Equal(expected.Findings, Findings);
        Assert.Equal(expected.Alerts, Alerts);
    }

    private static string Describe(Amazon.SQS.Model.Message message)
    {
        var envelope = JsonSerializer.Deserialize<JsonElement>(message.Body);
        var alert = JsonSerializer.Deserialize<JsonElement>(envelope.GetProperty("Message").GetString()!);
        return Describe(alert.GetProperty("id").GetString()!, alert.GetProperty("runbook").EnumerateArray().Select(step => step.GetString()!));
    }
}
