using System.Globalization;

namespace CloudTrailLambda.Detection.Findings;

/// <summary>A finding in the words that people are shown, in tables and in alerts alike.</summary>
public static class FindingWords
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    /// <summary>The last part of the actor's ARN, which is what people call it, and the account.</summary>
    public static string Who(Finding finding)
    {
        var actor = finding.Activity.Actor ?? "unknown";
        var name = actor.StartsWith("arn:", StringComparison.Ordinal) && actor.Split(':', 6) is { Length: 6 } parts ? parts[5] : actor;
        return $"{name} in {finding.Key.AccountId}";
    }

    /// <summary>First and last event, UTC; the date once when they share it.</summary>
    public static string When(FindingActivity activity)
    {
        var first = activity.FirstEventTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        if (activity.FirstEventTime == activity.LastEventTime) return first;
        var isSameDay = activity.FirstEventTime.Date == activity.LastEventTime.Date;
        return $"{first} to {activity.LastEventTime.ToString(isSameDay ? "HH:mm:ss" : TimeFormat, CultureInfo.InvariantCulture)}";
    }

    /// <summary>The number of events, marked when it may be too high.</summary>
    public static string Count(Finding finding) =>
        (finding.CountIsApproximate ? "~" : "") + finding.EventCount.ToString(CultureInfo.InvariantCulture);

    /// <summary>The severity as Sigma spells its levels.</summary>
    public static string Level(Severity severity) => severity.ToString().ToLowerInvariant();
}
