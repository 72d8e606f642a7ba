namespace CloudTrailLambda.Infra.Configuration;

/// <summary>CloudWatch Logs keeps a log group for one of these numbers of days and for no other.</summary>
internal static class LogRetention
{
    private static readonly int[] Days =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public static int Read(SettingsReader reader, string name, SettingFor source = SettingFor.Any) =>
        reader.Number(name, 90, Days[0], Days[^1], $"one of {string.Join(", ", Days)}", source, Days.Contains);
}
