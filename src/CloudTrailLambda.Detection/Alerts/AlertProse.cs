using System.Globalization;
using System.Text;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>An alert in plain text, for people: one fact a line, short lines.</summary>
public static class AlertProse
{
    private const int NameWidth = 13;

    /// <summary>What happened, who did it, what to do, and how to look at it.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="runbook">The steps of its rule's runbook; the first eight are told.</param>
    /// <param name="table">The DynamoDB table that keeps it, for the command that shows it; null when it is kept elsewhere.</param>
    public static string Of(Finding finding, IReadOnlyList<string> runbook, string? table)
    {
        var (rule, activity) = (BoundedFinding.Of(finding).Rule, finding.Activity);
        var text = new StringBuilder();
        text.Append($"[{FindingWords.Level(rule.Severity).ToUpperInvariant()}] {AlertText.Prose(rule.Title)}\n\n");
        Write(text, "Who", [activity.Actor]);
        Write(text, "Account", [finding.Key.AccountId]);
        Write(text, "When (UTC)", [FindingWords.When(activity)]);
        Write(text, "Where from", activity.SourceAddresses);
        Write(text, "Calls", activity.EventNames);
        Write(text, "Regions", activity.Regions);
        Write(text, "Events", [FindingWords.Count(finding)]);
        Write(text, "Group", [.. GroupBesidesActor(finding).Select(field => $"{field.Field} = {field.Value ?? "(none)"}")]);
        Write(text, "ATT&CK", [.. rule.Tactics, .. rule.Techniques]);
        Write(text, "Rule", [rule.Id]);
        Write(text, "Finding", [finding.Id.ToString()]);
        WriteSteps(text, runbook);
        text.Append($"\nLook at it:\n  {ShowCommand(finding, table)}\n");
        return text.ToString();
    }

    /// <summary>The command line that shows a finding.</summary>
    internal static string ShowCommand(Finding finding, string? table) =>
        $"trail findings show {finding.Id}" + (table is null ? "" : $" --table {AlertText.Prose(table)}");

    /// <summary>What the events have in common, unless that is the actor, who is named anyway.</summary>
    internal static IEnumerable<GroupField> GroupBesidesActor(Finding finding) =>
        finding.Key.Group is [var only] && only.Value == finding.Activity.Actor ? [] : finding.Key.Group;

    private static void WriteSteps(StringBuilder text, IReadOnlyList<string> runbook)
    {
        if (runbook.Count == 0) return;
        text.Append("\nWhat to do:\n");
        foreach (var (index, step) in runbook.Take(AlertText.MaxSteps).Index()) text.Append(CultureInfo.InvariantCulture, $"  {index + 1}. {AlertText.Prose(step)}\n");
        if (runbook.Count > AlertText.MaxSteps) text.Append("  and more\n");
    }

    private static void Write(StringBuilder text, string name, BoundedSet values) =>
        Write(text, name, values.HasMore ? [.. values, "and more"] : [.. values]);

    private static void Write(StringBuilder text, string name, IReadOnlyList<string?> values)
    {
        var label = $"{name}:";
        foreach (var value in values)
        {
            text.Append(label.PadRight(NameWidth)).Append(AlertText.Prose(value)).Append('\n');
            label = "";
        }
    }
}
