using System.Globalization;

namespace CloudTrailLambda.Detection.Reading;

/// <summary>What the key of a log object says about where and when it was written.</summary>
/// <remarks>
/// Keys are <c>[prefix/]AWSLogs/[organisation/]account/kind/region/yyyy/MM/dd/account_kind_region_yyyyMMddTHHmmZ_unique.json.gz</c>:
/// "Finding your CloudTrail log files" in the CloudTrail user guide.
/// </remarks>
internal static class LogObjectPlace
{
    private const string TimeFormat = "yyyyMMdd'T'HHmm'Z'";

    /// <summary>The account whose log it is; <see langword="null"/> when the key does not say.</summary>
    public static string? Account(LogObject logObject)
    {
        var folders = logObject.Name.Split('/');
        var at = Array.LastIndexOf(folders, "AWSLogs");
        return at < 0 ? null : folders.Skip(at + 1).Take(2).FirstOrDefault(IsAccount);
    }

    /// <summary>The folder above the date, or the object's own when there are no folders for dates.</summary>
    public static string Folder(LogObject logObject)
    {
        var folders = logObject.Name.Split('/')[..^1];
        var isDated = folders.Length > 3 && folders[^3..].All(folder => folder.Length is 2 or 4 && folder.All(char.IsAsciiDigit));
        return string.Join('/', isDated ? folders[..^3] : folders);
    }

    /// <summary>When it was written: by its name, or else when it was announced.</summary>
    public static DateTimeOffset? Time(LogObject logObject)
    {
        foreach (var part in logObject.Name[(logObject.Name.LastIndexOf('/') + 1)..].Split('_'))
        {
            if (DateTimeOffset.TryParseExact(part, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        }

        return logObject.AnnouncedAt;
    }

    private static bool IsAccount(string folder) => folder.Length == 12 && folder.All(char.IsAsciiDigit);
}
