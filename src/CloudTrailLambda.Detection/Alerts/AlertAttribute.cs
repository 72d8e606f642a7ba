namespace CloudTrailLambda.Detection.Alerts;

/// <summary>A text by which receivers choose alerts. Ordinary ones, such as account ids, stay as they are.</summary>
public static class AlertAttribute
{
    /// <summary>Visible ASCII, at most 256 characters.</summary>
    public static string Of(string text) => AlertText.Ascii(text, AlertText.MaxLength);
}
