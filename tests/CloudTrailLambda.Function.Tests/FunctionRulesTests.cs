using System.Text;
using System.Text.Json;
using CloudTrailLambda.Function.Telemetry;

namespace CloudTrailLambda.Function.Tests;

public sealed class FunctionRulesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("function-rules-").FullName;

    public FunctionRulesTests() =>
        File.WriteAllText(Path.Combine(_folder, "rule.yml"), "title: T\nlogsource: {product: aws}\ndetection: {s: {a|expand: '%accounts%'}, condition: s}\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("[]", 1)]
    [InlineData("['111122223333']", 0)]
    public void Rules_that_wait_for_a_list_are_logged_once_at_the_start(string values, int waiting)
    {
        File.WriteAllText(Path.Combine(_folder, "placeholders.yml"), $"accounts: {values}");
        using var output = new MemoryStream();

        var rules = FunctionRules.Load(_folder, new LogLines(output, TimeProvider.System));

        Assert.Equal(waiting, rules.RuleSet.Waiting.Count());
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(waiting, lines.Length);
        Assert.All(lines, line => Assert.Equal(waiting, JsonSerializer.Deserialize<JsonElement>(line).GetProperty("rules").GetInt32()));
    }
}
