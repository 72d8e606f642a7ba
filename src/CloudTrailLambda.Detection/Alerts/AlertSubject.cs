using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.Detection.Alerts;

/// <summary>The subject of an alert: <c>[HIGH] Trail stopped or deleted in 111122223333</c>.</summary>
public static class AlertSubject
{
    /// <summary>ASCII characters of a subject at most; SNS asks for fewer than 100.</summary>
    public const int MaxLength = 99;

    private const int MaxAccountLength = 32;
    private const int MaxWordLost = 15;
    private const string Ellipsis = "...";

    /// <summary>One line of visible ASCII that names level, rule and account. A long title is cut, between words where that costs little.</summary>
    public static string Of(Finding finding)
    {
        var level = $"[{FindingWords.Level(finding.Rule.Severity).ToUpperInvariant()}] ";
        var account = $" in {AlertText.Ascii(finding.Key.AccountId, MaxAccountLength)}";
        var room = MaxLength - level.Length - account.Length;
        return level + Cut(finding.Rule.Title, room) + account;
    }

    private static string Cut(string title, int room)
    {
        var cut = AlertText.Ascii(title, room);
        if (cut == AlertText.Ascii(title, int.MaxValue)) return cut;
        var lastWord = cut.LastIndexOf(' ');
        return lastWord > room - MaxWordLost ? cut[..lastWord].TrimEnd() + Ellipsis : cut;
    }
}
