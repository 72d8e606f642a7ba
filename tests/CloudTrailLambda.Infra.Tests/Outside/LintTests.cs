using System.Text.Json.Nodes;
using CloudTrailLambda.Emulators;
using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests.Outside;

/// <summary>CloudFormation's own linter on the template of each configuration.</summary>
public sealed class LintTests
{
    /// <summary>What it may say, and why. What it never says is not here.</summary>
    private static readonly Dictionary<string, string> Accepted = new(StringComparer.Ordinal)
    {
        ["W3005"] = "the framework writes the function's dependency on its role although the role's ARN implies it",
    };

    [Fact]
    public async Task The_linter_has_nothing_to_say_about_any_configuration()
    {
        var templates = Configurations.Names.Select(name => Stacks.Of(name).File).ToArray();
        var (exitCode, output, errors) = await Command.RunAsync(
            await PythonTools.FindAsync("cfn-lint"), ["--format", "json", "--regions", "us-east-1", "--", .. templates], AppContext.BaseDirectory, []);

        Assert.True(errors.Length == 0, errors);
        var findings = JsonNode.Parse(output)!.AsArray();
        Assert.All(findings, finding => Assert.True(Accepted.ContainsKey(Code(finding)), $"{finding!["Filename"]}: {Code(finding)} {finding["Message"]} at {finding["Location"]!["Path"]}"));
        Assert.Equal(Accepted.Keys, findings.Select(Code).Distinct(StringComparer.Ordinal));
        // It ends with the sum of what it found: 2 error, 4 warning, 8 informational.
        Assert.Equal(4, exitCode);
    }

    private static string Code(JsonNode? finding) => finding!["Rule"]!["Id"]!.GetValue<string>();
}
