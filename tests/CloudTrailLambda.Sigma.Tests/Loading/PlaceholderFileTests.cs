using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Sigma.Tests.Loading;

/// <summary>Where the lists of a folder of rules are looked for, and what else lies there that is no rule.</summary>
public sealed class PlaceholderFileTests : IDisposable
{
    private const string Rule = "title: T\nlogsource: {product: aws}\ndetection: {s: {a|expand: '%accounts%'}, condition: s}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("placeholders-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("rules")]
    [InlineData("rules/")]
    [InlineData("rules/cloudtrail")]
    [InlineData("rules/cloudtrail/persistence")]
    [InlineData("rules/cloudtrail/persistence/rule.yml")]
    public void The_file_at_the_root_of_the_rules_is_read_with_any_part_of_them(string path)
    {
        Write("rules/placeholders.yml", "accounts: ['111122223333']");
        Write("rules/coverage.yml", "some: {rules: []}");
        Write("rules/cloudtrail/persistence/rule.yml", Rule);

        var rules = RuleSetLoader.LoadPaths([Path.Combine(_folder, path)]);

        Assert.Empty(rules.Diagnostics);
        Assert.True(Assert.Single(rules.Rules).IsActive);
    }

    [Fact]
    public void The_nearest_file_counts()
    {
        Write("rules/placeholders.yml", "other: []");
        Write("rules/mine/placeholders.yml", "accounts: []");
        Write("rules/mine/rule.yml", Rule);

        Assert.Contains("inactive", Assert.Single(RuleSetLoader.LoadPaths([Path.Combine(_folder, "rules/mine")]).Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_far_above_does_not_count()
    {
        Write("placeholders.yml", "accounts: []");
        Write("1/2/3/4/rule.yml", Rule);

        Assert.True(RuleSetLoader.LoadPaths([Path.Combine(_folder, "1/2/3/4")]).HasErrors);
        Assert.False(RuleSetLoader.LoadPaths([Path.Combine(_folder, "1/2/3")]).HasErrors);
    }

    [Theory]
    [InlineData("placeholders.yml")]
    [InlineData("coverage.yml")]
    public void Only_at_the_root_is_such_a_file_no_rule(string name)
    {
        Write("rules/rule.yml", Rule.Replace("|expand", "", StringComparison.Ordinal));
        Write($"rules/{name}", "accounts: []");
        Assert.Empty(RuleSetLoader.LoadPaths([Path.Combine(_folder, "rules")]).Diagnostics);

        Write($"rules/below/{name}", "accounts: []");
        Assert.All(RuleSetLoader.LoadPaths([Path.Combine(_folder, "rules")]).Diagnostics, problem => Assert.Contains("below", problem.Location.File, StringComparison.Ordinal));
        Assert.True(RuleSetLoader.LoadPaths([Path.Combine(_folder, "rules")]).HasErrors);
    }

    [Fact]
    public void A_further_file_adds_lists_and_replaces_those_of_the_folder()
    {
        Write("rules/placeholders.yml", "accounts: []");
        Write("rules/rule.yml", Rule);
        var further = Write("mine.yml", "accounts: ['111122223333']");

        Assert.Single(RuleSetLoader.LoadPaths([Path.Combine(_folder, "rules")]).Waiting);
        Assert.Empty(RuleSetLoader.LoadPaths([Path.Combine(_folder, "rules")], further).Waiting);
        Assert.Contains("no-such", Assert.Single(RuleSetLoader.LoadPaths([Path.Combine(_folder, "rules")], Path.Combine(_folder, "no-such")).Diagnostics, problem => problem.Message.StartsWith("cannot be read", StringComparison.Ordinal)).Location.File, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
