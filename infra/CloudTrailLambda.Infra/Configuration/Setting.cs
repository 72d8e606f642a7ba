namespace CloudTrailLambda.Infra.Configuration;

/// <summary>One setting as it was read. The table of docs/deployment.md is tested against these.</summary>
/// <param name="Name">As it is written after <c>-c</c>.</param>
/// <param name="Default">The value that counts when it is not given; empty for none.</param>
/// <param name="Allowed">What a value must be, in words that finish the sentence "allowed is …".</param>
/// <param name="Source">Which trails it is for.</param>
internal sealed record Setting(string Name, string Default, string Allowed, SettingFor Source);

/// <summary>With which source of log files a setting means something.</summary>
internal enum SettingFor
{
    Any,
    NewTrail,
    ExistingBucket,
}
