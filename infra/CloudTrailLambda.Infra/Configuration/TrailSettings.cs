namespace CloudTrailLambda.Infra.Configuration;

/// <summary>The trail that the stack makes, and the bucket that it writes to.</summary>
/// <param name="Name">Fixed before the trail exists, because the policies of the bucket and the key name the trail.</param>
/// <param name="OrganizationId">Given: a trail of the whole organisation.</param>
/// <param name="OwnerAccount">The account that owns the trail, if it is not the one that deploys (a delegated administrator does).</param>
/// <param name="Insights">Whether CloudTrail watches for unusual rates of calls and of errors.</param>
/// <param name="DeliverToLogs">Whether the records go to CloudWatch Logs as well.</param>
/// <param name="RetentionDays">How long log files are kept; 0 is for ever.</param>
/// <param name="ArchiveAfterDays">When they move to Glacier Instant Retrieval; 0 is never.</param>
/// <param name="ObjectLockDays">How long nobody can delete one; 0 is no lock.</param>
internal sealed record TrailSettings(
    string Name,
    string? OrganizationId,
    string? OwnerAccount,
    DataEvents S3,
    DataEvents Lambda,
    DataEvents DynamoDb,
    bool Insights,
    bool DeliverToLogs,
    int LogsRetentionDays,
    int RetentionDays,
    int ArchiveAfterDays,
    int ObjectLockDays,
    string ObjectLockMode)
{
    public static TrailSettings Read(SettingsReader reader, string stackName)
    {
        const SettingFor Source = SettingFor.NewTrail;
        var settings = new TrailSettings(
            reader.Text("trailName", Patterns.Name, "3 to 64 letters, digits and hyphens, a letter first", Source) ?? stackName,
            reader.Text("organizationId", Patterns.Organization, "an organisation's id, o- and 10 to 32 letters and digits", Source),
            reader.Text("managementAccountId", Patterns.Account, "an account id of 12 digits", Source),
            DataEvents.Read(reader, "dataEventsS3", Patterns.ObjectsArn, "ARNs of buckets or of key prefixes"),
            DataEvents.Read(reader, "dataEventsLambda", Patterns.FunctionArn, "ARNs of functions"),
            DataEvents.Read(reader, "dataEventsDynamoDb", Patterns.TableArn, "ARNs of tables"),
            reader.Flag("insights", false, Source),
            reader.Flag("trailToLogs", false, Source),
            LogRetention.Read(reader, "trailLogsRetentionDays", Source),
            reader.Number("trailRetentionDays", 365, 0, 36500, "0 (for ever) to 36500", Source),
            reader.Number("trailArchiveAfterDays", 0, 0, 36500, "0 (never) to 36500, less than trailRetentionDays", Source),
            reader.Number("objectLockDays", 0, 0, 36500, "0 (no lock) to 36500, at most trailRetentionDays", Source),
            reader.OneOf("objectLockMode", "governance", ["governance", "compliance"], Source));
        settings.CheckTogether(reader);
        return settings;
    }

    private void CheckTogether(SettingsReader reader)
    {
        if (OwnerAccount is not null && OrganizationId is null) reader.Problem("managementAccountId: means nothing without organizationId");
        if (RetentionDays == 0) return;
        if (ArchiveAfterDays >= RetentionDays) reader.Problem($"trailArchiveAfterDays: '{ArchiveAfterDays}' is not allowed; allowed is less than trailRetentionDays ({RetentionDays})");
        if (ObjectLockDays > RetentionDays) reader.Problem($"objectLockDays: '{ObjectLockDays}' is not allowed; allowed is at most trailRetentionDays ({RetentionDays})");
    }
}

/// <summary>Which data events of a service the trail records: none, all, or those of some resources.</summary>
internal sealed record DataEvents(bool All, IReadOnlyList<string> Arns)
{
    public bool Any => All || Arns.Count > 0;

    public static DataEvents Read(SettingsReader reader, string name, string pattern, string arns)
    {
        var parts = reader.List(name, $"all|{pattern}", $"all, or {arns} with commas between", SettingFor.NewTrail);
        if (!parts.Contains("all")) return new DataEvents(All: false, parts);
        if (parts.Count > 1) reader.Problem($"{name}: all and ARNs exclude each other");
        return new DataEvents(All: true, []);
    }
}
