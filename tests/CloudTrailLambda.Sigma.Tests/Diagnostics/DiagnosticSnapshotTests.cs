using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Tests.Rules;

namespace CloudTrailLambda.Sigma.Tests.Diagnostics;

/// <summary>
/// What a rule author reads. Each <c>.yml</c> beside this file holds a mistake, the <c>.txt</c> of the same name the lines
/// that it must produce; <c>.values.yaml</c> the placeholders of the rule, where it has some. <c>UPDATE_SNAPSHOTS=1</c> writes the lines anew, for their author to read in the diff.
/// </summary>
public sealed class DiagnosticSnapshotTests
{
    private static readonly string Folder = Path.Combine(RepositoryRules.Folder, "..", "tests", "CloudTrailLambda.Sigma.Tests", "Diagnostics");

    public static TheoryData<string> Mistakes() =>
        [.. Directory.EnumerateFiles(Folder, "*.yml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_in_these_words(string mistake)
    {
        var expectedFile = Path.Combine(Folder, $"{mistake}.txt");
        var valueFile = Path.Combine(Folder, $"{mistake}.values.yaml");
        RuleSource[] values = File.Exists(valueFile) ? [new RuleSource("placeholders.yml", File.ReadAllText(valueFile))] : [];
        var rules = RuleSetLoader.Load([new RuleSource($"{mistake}.yml", File.ReadAllText(Path.Combine(Folder, $"{mistake}.yml")))], values);
        var lines = string.Concat(rules.Diagnostics.Select(diagnostic => $"{diagnostic}\n"));

        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(expectedFile, lines);

        Assert.NotEmpty(lines);
        Assert.Equal(File.ReadAllText(expectedFile), lines);
    }

    [Fact]
    public void Every_expectation_belongs_to_a_mistake()
    {
        var orphans = Directory.EnumerateFiles(Folder).Where(file => file.EndsWith(".txt", StringComparison.Ordinal) || file.EndsWith(".values.yaml", StringComparison.Ordinal))
            .Where(file => !File.Exists(Path.Combine(Folder, $"{Path.GetFileName(file).Split('.')[0]}.yml")));

        Assert.Empty(orphans);
    }
}
