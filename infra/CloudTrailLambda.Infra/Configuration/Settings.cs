namespace CloudTrailLambda.Infra.Configuration;

/// <summary>Everything that can be set when the stack is deployed, read and checked in one place. docs/deployment.md has the table.</summary>
internal sealed record Settings(
    string StackName,
    string FunctionAsset,
    AlertSettings Alerts,
    TrailSettings? NewTrail,
    ExistingBucketSettings? ExistingBucket,
    ExistingBucketSettings? ConfigBucket,
    ExistingBucketSettings? GuardDutyBucket,
    FindingsSettings Findings,
    CorrelationSettings Correlation,
    DetectorSettings Detector,
    IntakeSettings Intake,
    int SilenceHours)
{
    /// <summary>Reads the settings; throws a <see cref="SettingsException"/> with everything that is wrong.</summary>
    public static Settings Parse(IReadOnlyDictionary<string, string> context)
    {
        var reader = new SettingsReader(context);
        var settings = Read(reader);
        reader.Finish();
        return settings;
    }

    /// <summary>All settings that there are.</summary>
    public static IReadOnlyList<Setting> Known()
    {
        var reader = new SettingsReader(new Dictionary<string, string>(StringComparer.Ordinal));
        _ = Read(reader);
        return reader.Known;
    }

    private static Settings Read(SettingsReader reader)
    {
        var stackName = reader.Text("stackName", "CloudTrailLambda", Patterns.Name, "3 to 64 letters, digits and hyphens, a letter first");
        var settings = new Settings(
            stackName,
            reader.Text("functionAsset", "artifacts/function", ".+", "the folder of the published function"),
            AlertSettings.Read(reader),
            TrailSettings.Read(reader, stackName),
            ExistingBucketSettings.ReadTrail(reader),
            ExistingBucketSettings.ReadConfig(reader),
            ExistingBucketSettings.ReadGuardDuty(reader),
            FindingsSettings.Read(reader),
            CorrelationSettings.Read(reader),
            DetectorSettings.Read(reader),
            IntakeSettings.Read(reader),
            reader.Number("silenceHours", 1, 1, 24));
        settings.CheckTogether(reader);
        return settings with { NewTrail = settings.ExistingBucket is null ? settings.NewTrail : null };
    }

    /// <summary>What each value alone cannot show.</summary>
    private void CheckTogether(SettingsReader reader)
    {
        var (other, why) = ExistingBucket is null ? (SettingFor.ExistingBucket, "means nothing without trailBucket") : (SettingFor.NewTrail, "is for a new trail; with trailBucket the trail is yours");
        foreach (var setting in reader.Known.Where(setting => setting.Source == other && reader.IsGiven(setting.Name)).ToArray())
        {
            reader.Problem($"{setting.Name}: {why}");
        }

        // The trail's bucket is read with all that stands below AWSLogs.
        if (ExistingBucket is { TopicArn: null, Name.Length: > 0 } trail && ConfigBucket is { } config && (trail.Name, trail.Prefix) == (config.Name, config.Prefix))
            reader.Problem("configBucket: is trailBucket, whose AWS Config files are read anyway; leave it out");
        if (Detector.ReservedConcurrency is > 0 and var reserved && reserved < Intake.MaxConcurrency)
            reader.Problem($"reservedConcurrency: '{reserved}' is not allowed; allowed is 0 (none) or at least maxConcurrency ({Intake.MaxConcurrency}), or the queue's reads are throttled");
    }
}
