using CloudTrailLambda.Sigma.Loading;
using CloudTrailLambda.Sigma.Testing;

namespace CloudTrailLambda.Sigma.Tests.Testing;

/// <summary>Lists in test files stand in for those that users fill.</summary>
public sealed class TestListTests : IDisposable
{
    private const string Outside = """
        title: Outside
        logsource: {product: aws}
        detection: {office: {ip|cidr|expand: '%offices%'}, condition: not office}
        """;

    private const string Cases = "match: [{name: x, record: {ip: 198.51.100.7}}]\nno_match: [{name: y, record: {ip: 192.0.2.7}}]\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("test-lists-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("offices: []")]
    [InlineData("offices: [198.51.100.0/24]")]
    [InlineData("offices: [192.0.2.0/24, 198.51.100.0/24]")]
    public void The_lists_of_a_test_file_are_in_force_whatever_users_filled_in(string lists)
    {
        var report = Run(lists, Outside, "placeholders: {offices: [192.0.2.0/24]}\n" + Cases);

        Assert.Empty(report.Problems);
        Assert.Equal(2, report.Results.Count);
        Assert.True(report.IsPassed);
    }

    [Fact]
    public void Lists_that_a_test_file_does_not_bring_are_empty_in_it()
    {
        File.WriteAllText(Path.Combine(_folder, "filter.yml"), "title: F\nlogsource: {product: aws}\nfilter: {rules: [Plain], office: {ip|cidr|expand: '%offices%'}, condition: not office}");

        var report = Run("offices: [192.0.2.0/24]", "title: Plain\nlogsource: {product: aws}\ndetection: {s: {ip: '*'}, condition: s}", "match: [{name: x, record: {ip: 192.0.2.7}}]");

        Assert.Empty(report.Problems);
        Assert.True(report.IsPassed);
    }

    [Fact]
    public void They_are_in_force_in_filters_and_for_this_file_only()
    {
        File.WriteAllText(Path.Combine(_folder, "filter.yml"), "title: F\nlogsource: {product: aws}\nfilter: {rules: [Plain, Plain too], office: {ip|cidr|expand: '%offices%'}, condition: not office}");
        File.WriteAllText(Path.Combine(_folder, "too.yml"), Outside.Replace("office: {ip|cidr|expand: '%offices%'}, condition: not office", "s: {ip: '*'}, condition: s", StringComparison.Ordinal).Replace("Outside", "Plain too", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder, "too.test.yml"), "match: [{name: z, record: {ip: 192.0.2.7}}]");

        var report = Run("offices: []", "title: Plain\nlogsource: {product: aws}\ndetection: {s: {ip: '*'}, condition: s}", "placeholders: {offices: [192.0.2.0/24]}\n" + Cases);

        Assert.Empty(report.Problems);
        Assert.Equal(["Plain", "", "Plain too"], report.Results.Select(result => string.Join(',', result.Matched)));
        Assert.True(report.IsPassed);
    }

    [Fact]
    public void Each_document_of_a_test_file_has_lists_of_its_own()
    {
        var report = Run("offices: []", Outside, "placeholders: {offices: [192.0.2.0/24]}\n" + Cases + "---\nplaceholders: {offices: [198.51.100.0/24]}\nmatch: [{name: z, record: {ip: 192.0.2.7}}]\n");

        Assert.Empty(report.Problems);
        Assert.Equal(3, report.Results.Count);
        Assert.True(report.IsPassed);
    }

    [Theory]
    [InlineData("match: [{name: x, rule: Plain, record: {ip: 198.51.100.7}}]", true)]
    [InlineData("match: [{name: x, rule: Plain, record: {ip: 192.0.2.7}}]", false)]
    [InlineData("no_match: [{name: x, rule: Plain, record: {ip: 192.0.2.7}}]", true)]
    [InlineData("no_match: [{name: x, rule: Plain, record: {ip: 198.51.100.7}}]", false)]
    public void A_filter_may_have_a_test_file_whose_cases_name_rules(string tests, bool isPassed)
    {
        File.WriteAllText(Path.Combine(_folder, "filter.yml"), "title: F\nlogsource: {product: aws}\nfilter: {rules: [Plain], office: {ip|cidr|expand: '%offices%'}, condition: not office}");
        File.WriteAllText(Path.Combine(_folder, "filter.test.yml"), "placeholders: {offices: [192.0.2.0/24]}\n" + tests);

        var report = Run("offices: []", "title: Plain\nlogsource: {product: aws}\ndetection: {s: {ip: '*'}, condition: s}", "match: []");

        Assert.Empty(report.Problems);
        Assert.Equal(isPassed, report.IsPassed);
        Assert.Equal(2, report.TestFileCount);
    }

    [Fact]
    public void A_case_of_a_filter_that_names_no_rule_is_a_problem()
    {
        File.WriteAllText(Path.Combine(_folder, "filter.yml"), "title: F\nlogsource: {product: aws}\nfilter: {rules: [Plain], s: {ip: 192.0.2.7}, condition: not s}");
        File.WriteAllText(Path.Combine(_folder, "filter.test.yml"), "match: [{name: x, record: {ip: 198.51.100.7}}]");

        var report = Run("offices: []", "title: Plain\nlogsource: {product: aws}\ndetection: {s: {ip: '*'}, condition: s}", "match: []");

        Assert.Contains("does not say which rule", Assert.Single(report.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("placeholders: [a]", ":1:15: error: 'placeholders' is a map of lists (placeholders: {office_networks: [192.0.2.0/24]})")]
    [InlineData("placeholders: {offices: }", ":1:25: error: the placeholder 'offices' takes a list of texts, not an empty value (`offices: []` while there are none)")]
    [InlineData("placeholders: {ofices: [192.0.2.0/24]}", ":1:16: error: no file declares the placeholder 'ofices' (did you mean 'offices'?)")]
    [InlineData("placeholders: {offices: [the office]}", ":1:26: error: in the list 'offices': 'the office' is not a network in CIDR notation (e.g. 10.0.0.0/8 or 2001:db8::/32)")]
    [InlineData("placeholders: {offices: []}", ":1:1: error: 'Outside' is inactive here, because a list that it needs is empty (add e.g. `placeholders: {office_networks: [192.0.2.0/24]}`)")]
    [InlineData("match: []", ":1:1: error: 'Outside' is inactive here, because a list that it needs is empty (add e.g. `placeholders: {office_networks: [192.0.2.0/24]}`)")]
    public void Lists_that_say_nothing_sure_are_a_problem(string tests, string problem)
    {
        var report = Run("offices: []", Outside, tests);

        Assert.False(report.IsPassed);
        Assert.Equal(Path.Combine(_folder, "rule.test.yml") + problem, report.Problems[0].ToString());
    }

    private RuleTestReport Run(string lists, string rule, string tests)
    {
        File.WriteAllText(Path.Combine(_folder, "placeholders.yml"), lists);
        File.WriteAllText(Path.Combine(_folder, "rule.yml"), rule);
        File.WriteAllText(Path.Combine(_folder, "rule.test.yml"), tests);
        var rules = RuleSetLoader.LoadPaths([_folder]);
        Assert.False(rules.HasErrors, string.Join('\n', rules.Diagnostics));
        return RuleTestRunner.Run(rules, RecordSources.Any);
    }
}
