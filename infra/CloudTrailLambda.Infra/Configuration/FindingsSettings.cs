namespace CloudTrailLambda.Infra.Configuration;

/// <summary>How findings are kept.</summary>
/// <param name="EventRetentionDays">How long the events of a finding, and findings that are closed, are kept.</param>
/// <param name="CustomerKey">Whether the table is encrypted with the stack's own key; if not, with the key that AWS manages.</param>
internal sealed record FindingsSettings(int EventRetentionDays, bool CustomerKey, bool DeletionProtection)
{
    public static FindingsSettings Read(SettingsReader reader) => new(
        reader.Number("eventRetentionDays", 365, 1, 3650),
        reader.OneOf("findingsKey", "customer", ["customer", "aws"]) == "customer",
        reader.Flag("deletionProtection", true));
}
