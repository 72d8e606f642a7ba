namespace CloudTrailLambda.Infra.Configuration;

/// <summary>What is wrong with the settings: everything at once, so that nobody mends one value a run.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems.Prepend($"{problems.Count} setting(s) cannot be used (docs/deployment.md lists them all):")))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
