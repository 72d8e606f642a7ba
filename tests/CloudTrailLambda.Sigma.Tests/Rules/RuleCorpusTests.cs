using CloudTrailLambda.Detection.Sources;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Rules;
using CloudTrailLambda.Sigma.Testing;

namespace CloudTrailLambda.Sigma.Tests.Rules;

/// <summary>Every rule file in the repository is held to the same standard; the folder is the list.</summary>
public sealed class RuleCorpusTests
{
    private const int MinCases = 2;
    private const int MaxTitleLength = 80;
    private const int MinDescriptionLength = 80;

    private static readonly Lazy<RuleTestReport> Report = new(() => RuleTestRunner.Run(RepositoryRules.All, LogSources.Records));

    public static TheoryData<string> TestFiles() =>
        [.. Directory.EnumerateFiles(RepositoryRules.Folder, "*.test.yml", SearchOption.AllDirectories).Select(Relative).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_rule_loads_without_a_word_but_that_its_list_is_to_be_filled()
    {
        Assert.DoesNotContain(RepositoryRules.All.Diagnostics, diagnostic => diagnostic.Severity != DiagnosticSeverity.Note);
        Assert.Empty(RuleLint.Check(RepositoryRules.All));
        Assert.NotEmpty(RepositoryRules.All.Rules);
        Assert.NotEmpty(RepositoryRules.All.Correlations);
        Assert.NotEqual(0, RepositoryRules.All.FilterCount);
    }

    [Fact]
    public void Every_rule_file_has_a_test_file_that_can_be_read()
    {
        Assert.Empty(Report.Value.RulesWithoutTests);
        Assert.Empty(Report.Value.Problems);
        Assert.Empty(Report.Value.SilentRules.Select(header => $"{header.Location}: {header.Title}"));
        Assert.Equal(TestFiles().Count, Report.Value.TestFileCount);
    }

    [Theory]
    [MemberData(nameof(TestFiles))]
    public void Every_case_comes_out_as_expected(string testFile)
    {
        var cases = Report.Value.Results.Where(result => Relative(result.Location.File) == testFile).ToArray();

        Assert.InRange(cases.Count(test => test.ExpectsMatch), MinCases, int.MaxValue);
        Assert.InRange(cases.Count(test => !test.ExpectsMatch), MinCases, int.MaxValue);
        Assert.Equal(cases.Length, cases.Select(test => test.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(cases.Where(test => !test.IsPassed).Select(test => $"{test.Location}: {test.Name}"));
    }

    [Fact]
    public void Every_rule_has_a_title_and_an_id_of_its_own()
    {
        var headers = RepositoryRules.All.Headers.ToArray();

        Assert.All(headers, header => Assert.True(Guid.TryParseExact(header.Id, "D", out _), header.Location.ToString()));
        Assert.Empty(headers.GroupBy(header => header.Title, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Every_rule_that_is_reported_says_what_it_means_and_what_to_do()
    {
        var headers = RepositoryRules.All.ReportedHeaders.ToArray();

        Assert.Multiple([.. headers.Select(header => (Action)(() => Assert.Empty(Lacking(header).Select(what => $"{header.Location}: {what}"))))]);
    }

    [Fact]
    public void Every_rule_lies_in_the_folder_of_one_of_its_tactics()
    {
        string[] sources = ["cloudtrail", "config", "guardduty"];
        var misplaced = RepositoryRules.All.Rules.Select(rule => rule.Header).Where(header => sources.Contains(Relative(header.Location.File).Split(Path.DirectorySeparatorChar)[0], StringComparer.Ordinal))
            .Where(header => !header.Tactics.Contains(Path.GetFileName(Path.GetDirectoryName(header.Location.File))!.Replace('_', '-'), StringComparer.Ordinal));

        Assert.Empty(misplaced.Select(header => $"{header.Location}: {string.Join(", ", header.Tactics)}"));
    }

    [Fact]
    public void Every_rule_lies_in_the_folder_of_its_log_source() =>
        Assert.Empty(RepositoryRules.All.Rules.Select(rule => rule.Header)
            .Where(header => Relative(header.Location.File).Split(Path.DirectorySeparatorChar)[0] is var folder && folder != "correlations" && folder != header.LogSource.Service)
            .Select(header => $"{header.Location}: {header.LogSource.Service}"));

    [Fact]
    public void Every_list_is_of_use()
    {
        var texts = Directory.EnumerateFiles(RepositoryRules.Folder, "*.yml", SearchOption.AllDirectories).Where(file => !file.EndsWith(".test.yml", StringComparison.Ordinal)).Select(File.ReadAllText).ToArray();

        Assert.NotEmpty(RepositoryRules.All.Lists.Lists);
        Assert.All(RepositoryRules.All.Lists.Lists, list => Assert.Contains(texts, text => text.Contains($"%{list.Name}%", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_test_lies_beside_a_rule()
    {
        var orphans = TestFiles().Select(row => Path.Combine(RepositoryRules.Folder, row.Data)).Where(file => !File.Exists(file.Replace(".test.yml", ".yml", StringComparison.Ordinal)));

        Assert.Empty(orphans);
    }

    private static IEnumerable<string> Lacking(RuleHeader header)
    {
        if (header.Title.Length > MaxTitleLength) yield return $"a title of at most {MaxTitleLength} characters";
        if (header.Description.Length < MinDescriptionLength) yield return "a description that says what it means and why it matters";
        if (!header.Tactics.Any() || !header.Techniques.Any()) yield return "a tactic and a technique of ATT&CK";
        if (!header.References.Any(reference => reference.StartsWith("https://docs.aws.amazon.com/", StringComparison.Ordinal))) yield return "a reference to AWS's documentation";
        if (header.FalsePositives.Count == 0) yield return "false positives";
        if (header.Custom.Runbook.Count is < 2 or > 5) yield return "a runbook of two to five steps";
        if (header.Custom.Runbook.Distinct(StringComparer.Ordinal).Count() != header.Custom.Runbook.Count) yield return "steps that differ";
    }

    private static string Relative(string path) => Path.GetRelativePath(RepositoryRules.Folder, path);
}
