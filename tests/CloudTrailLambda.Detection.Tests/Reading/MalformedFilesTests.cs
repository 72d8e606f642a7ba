using System.Runtime.CompilerServices;

namespace CloudTrailLambda.Detection.Tests.Reading;

/// <summary>Holds the folder of damaged files and its README to what the reader does.</summary>
public sealed class MalformedFilesTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(SourceFolder(), "../../../events/malformed"));

    private static readonly Dictionary<string, Row> Rows = ReadRows();

    public static TheoryData<string> Files() => [.. Names()];

    [Fact]
    public void The_table_names_each_file_once_and_nothing_else() =>
        Assert.Equal(Names().Order(StringComparer.Ordinal), Rows.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Each_file_gives_the_records_and_messages_that_the_table_says(string name)
    {
        var walk = await LogWalk.OfAsync(File.OpenRead(Path.Combine(Folder, name)));

        Assert.Equal(Rows[name].Messages, string.Join("<br>", walk.Told));
        Assert.Equal(Rows[name].Records, Ranges([.. walk.Places.Select(place => place.Number)]));
        Assert.All(walk.Faults, fault => Assert.DoesNotContain(name, fault.Message, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!).Where(name => name is not "README.md");

    private static Dictionary<string, Row> ReadRows() => File.ReadLines(Path.Combine(Folder, "README.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0].Trim('`'), cells => new Row(cells[2], cells[3]), StringComparer.Ordinal);

    private static string Ranges(List<long> numbers)
    {
        var ranges = new List<string>();
        for (var at = 0; at < numbers.Count;)
        {
            var last = at;
            while (last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1)
            {
                last++;
            }

            ranges.Add(last == at ? $"{numbers[at]}" : $"{numbers[at]}–{numbers[last]}");
            at = last + 1;
        }

        return ranges.Count == 0 ? "none" : string.Join(", ", ranges);
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private sealed record Row(string Records, string Messages);
}
