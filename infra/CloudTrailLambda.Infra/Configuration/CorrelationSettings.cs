namespace CloudTrailLambda.Infra.Configuration;

/// <summary>How events are correlated.</summary>
/// <param name="QuietStartDays">For how long after the first event no value counts as new, because none is known yet.</param>
internal sealed record CorrelationSettings(int QuietStartDays)
{
    public static CorrelationSettings Read(SettingsReader reader) => new(reader.Number("quietStartDays", 7, 0, 365));
}
