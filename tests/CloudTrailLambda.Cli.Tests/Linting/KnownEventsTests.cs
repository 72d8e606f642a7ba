using CloudTrailLambda.Cli.Linting;
using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Linting;

public sealed class KnownEventsTests
{
    private const string Generated = "src/CloudTrailLambda.Cli/Linting/known-events.txt";
    private const string Supplement = "src/CloudTrailLambda.Cli/Linting/known-events-supplement.txt";

    [Fact]
    public void The_lists_hold_sources_and_names_and_nothing_else()
    {
        Assert.All(Lines(Generated).Concat(Lines(Supplement)), line => Assert.Matches(@"^[a-z0-9-]+\.amazonaws\.com( [A-Za-z][A-Za-z0-9_]*)+$|^[a-z0-9-]+\.amazonaws\.com \*$", line));
        Assert.Distinct(Lines(Generated).Select(line => line.Split(' ')[0]));
        Assert.True(KnownEvents.List.Sources.Count > 350, $"{KnownEvents.List.Sources.Count} sources");
        Assert.Matches(@"^\d{4}-\d{2}-\d{2}$", KnownEvents.List.Date);
    }

    [Fact]
    public void What_is_kept_by_hand_is_not_in_the_models_and_has_a_page_above_it()
    {
        var models = Lines(Generated).SelectMany(Pairs).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var byHand = Lines(Supplement).SelectMany(Pairs).ToArray();

        Assert.DoesNotContain(byHand, models.Contains);
        Assert.Distinct(byHand, StringComparer.OrdinalIgnoreCase);
        var groups = File.ReadAllText(Repository.PathOf(Supplement)).Split("\n\n").Where(group => group.Split('\n').Any(line => line.Length > 0 && line[0] != '#'));
        Assert.All(groups, group => Assert.Contains("https://docs.aws.amazon.com/", group, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Repository.PathOf(file)).Where(line => line.Length > 0 && line[0] != '#' && !line.StartsWith("dated ", StringComparison.Ordinal));

    private static IEnumerable<string> Pairs(string line) => line.Split(' ')[1..].Select(name => $"{line.Split(' ')[0]} {name}");
}
