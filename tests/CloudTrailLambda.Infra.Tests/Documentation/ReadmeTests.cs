using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Infra.Tests.Documentation;

/// <summary>What README.md repeats of docs/deployment.md is the same there.</summary>
public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "README.md"));

    [Fact]
    public void The_costs_are_those_of_the_guide()
    {
        var together = Assert.Single(DeploymentGuide.Rows("### A month"), row => row[0] == "**together**");

        Assert.Contains($"| together, in us-east-1 | {string.Join(" | ", together[1..]).Replace("*", "", StringComparison.Ordinal)} |", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_are_those_of_the_guide()
    {
        var settings = DeploymentGuide.Rows("## Settings");
        Assert.Contains($"of [{settings.Count}](docs/deployment.md#settings)", Readme, StringComparison.Ordinal);
        var rows = Readme.Split("### Settings")[1].Split("\n#")[0].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToArray();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            foreach (var name in row[0].Split(", ")) Assert.Equal(row[1], Assert.Single(settings, setting => setting[0] == name)[1]);
        }
    }

    [Fact]
    public void Links_into_the_guide_lead_to_a_heading_of_it()
    {
        var anchors = DeploymentGuide.Text.Split('\n').Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ').ToLowerInvariant().Replace(' ', '-')).ToHashSet(StringComparer.Ordinal);
        var links = Readme.Split("docs/deployment.md#")[1..].Select(rest => rest.Split(')')[0]).ToArray();

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Contains(link, anchors));
    }
}
