using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Infra.Tests.Documentation;

/// <summary>The tables of docs/deployment.md.</summary>
internal static class DeploymentGuide
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "docs", "deployment.md"));

    public static string Text { get; } = string.Join('\n', Lines);

    /// <summary>The cells of the rows below a heading of that many hashes, without the head of each table.</summary>
    public static IReadOnlyList<string[]> Rows(string heading)
    {
        var start = Array.IndexOf(Lines, heading);
        Assert.True(start >= 0, $"docs/deployment.md has no '{heading}'");
        var level = heading.TakeWhile(c => c == '#').Count();
        var section = Lines.Skip(start + 1).TakeWhile(line => !line.StartsWith('#') || line.TakeWhile(c => c == '#').Count() > level).ToArray();
        return
        [
            .. section.Where((line, index) => line.StartsWith("| ", StringComparison.Ordinal) && !(index + 1 < section.Length && section[index + 1].StartsWith("|-", StringComparison.Ordinal)))
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
        ];
    }
}
