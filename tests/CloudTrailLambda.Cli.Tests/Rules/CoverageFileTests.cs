using CloudTrailLambda.Cli.Tests.Running;
using CloudTrailLambda.Sigma.Loading;
using YamlDotNet.RepresentationModel;

namespace CloudTrailLambda.Cli.Tests.Rules;

/// <summary>Holds <c>rules/coverage.yml</c> to the rules, and the rules to it.</summary>
public sealed class CoverageFileTests
{
    /// <summary>What the catalogue had when it was made. It grows; an entry that no rule answers any more gets a reason.</summary>
    private const int Entries = 286;

    private static readonly string Folder = Repository.PathOf("rules");

    // A key that stands twice in one map does not load.
    private static readonly YamlMappingNode Document = Load();

    [Fact]
    public void Every_entry_has_rules_or_says_in_a_sentence_why_not()
    {
        var entries = Catalogue().ToArray();
        Assert.True(entries.Length >= Entries, $"{entries.Length} entries");
        Assert.All(entries, entry => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", entry.Name));
        foreach (var (name, says) in entries)
        {
            Assert.True(says.Children.Count == 1, $"{name} has neither or both of rules and reason");
            var (key, value) = says.Children.Single();
            if (key.ToString() == "rules") Assert.NotEmpty(((YamlSequenceNode)value).Children);
            else Assert.True(key.ToString() == "reason" && value is YamlScalarNode { Value: { } reason } && reason.Split(' ').Length > 5 && reason.EndsWith('.'), $"{name}: {key}: {value}");
        }
    }

    [Fact]
    public void Every_file_that_is_named_holds_a_rule_that_is_reported()
    {
        var reported = Reported();
        var named = Catalogue().SelectMany(entry => RulesOf(entry.Says).Select(file => (entry.Name, File: file))).Concat(Beyond().Select(file => (Name: "beyond", File: file))).ToArray();

        Says("not there, or never reported", named.Where(pair => !reported.Contains(pair.File)).Select(pair => $"{pair.Name}: {pair.File}"));
        Assert.Distinct(named);
    }

    [Fact]
    public void Every_file_with_a_rule_that_is_reported_is_named_by_an_entry_or_stands_beyond_them()
    {
        var byEntries = Catalogue().SelectMany(entry => RulesOf(entry.Says)).ToHashSet(StringComparer.Ordinal);
        var beyond = Beyond();

        Assert.Distinct(beyond);
        Assert.DoesNotContain(beyond, byEntries.Contains);
        Says("named nowhere in rules/coverage.yml", Reported().Except(byEntries, StringComparer.Ordinal).Except(beyond, StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_taken_for_a_rule_file_by_nobody()
    {
        var list = (await Trail.CallAsync("rules", "list", Folder, "--output", "jsonl")).Exits(0);

        Assert.DoesNotContain(list.JsonLines, rule => rule.GetProperty("file").GetString()!.EndsWith("coverage.yml", StringComparison.Ordinal));
    }

    // In full: an assertion on lists cuts paths off.
    private static void Says(string problem, IEnumerable<string> files)
    {
        var lines = files.ToArray();
        Assert.True(lines.Length == 0, $"{problem}:\n{string.Join('\n', lines)}");
    }

    private static YamlMappingNode Load()
    {
        using var reader = new StreamReader(Path.Combine(Folder, "coverage.yml"));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    private static IEnumerable<(string Name, YamlMappingNode Says)> Catalogue() =>
        ((YamlMappingNode)Document["catalogue"]).Children.Select(entry => (entry.Key.ToString(), (YamlMappingNode)entry.Value));

    private static string[] Beyond() => [.. ((YamlSequenceNode)Document["beyond"]).Children.Select(file => file.ToString())];

    private static IEnumerable<string> RulesOf(YamlMappingNode says) =>
        says.Children.TryGetValue("rules", out var rules) ? ((YamlSequenceNode)rules).Children.Select(file => file.ToString()) : [];

    private static HashSet<string> Reported()
    {
        var rules = RuleSetLoader.LoadPaths([Folder]);
        return rules.ReportedHeaders
            .Select(header => Path.GetRelativePath(Folder, header.Location.File).Replace('\\', '/')).ToHashSet(StringComparer.Ordinal);
    }
}
