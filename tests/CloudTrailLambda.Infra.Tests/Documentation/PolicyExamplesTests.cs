using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests.Documentation;

/// <summary>What the guide has readers paste into another account.</summary>
public sealed partial class PolicyExamplesTests
{
    [Fact]
    public void All_of_it_is_JSON_and_no_statement_holds_a_star_for_an_action()
    {
        var blocks = Blocks().ToArray();
        Assert.True(blocks.Length >= 5, $"{blocks.Length} blocks");
        var statements = blocks.SelectMany(Statements).ToArray();
        Assert.True(statements.Length >= 5, $"{statements.Length} statements");
        Assert.All(statements, statement => Assert.DoesNotContain('*', statement!["Action"]!.ToJsonString()));
    }

    [Fact]
    public void Another_account_is_asked_for_what_the_function_may_do_here()
    {
        string[] reading = ["ReadLogFiles", "TellGoneFromForbidden", "DecryptLogFiles"];
        var rights = Stacks.Of(Configurations.ExistingBucket).Only("AWS::IAM::Policy", "Rights");
        var asked = Blocks().SelectMany(Statements).Where(statement => statement!["Principal"]?["AWS"]?.GetValue<string>() == "FUNCTION_ROLE_ARN").SelectMany(Actions);
        Assert.Equal(reading.SelectMany(sid => rights.Statement(sid).Actions).Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<JsonNode> Blocks() => Json().Matches(DeploymentGuide.Text).Select(match => JsonNode.Parse(match.Groups["json"].Value)!);

    private static IEnumerable<JsonNode?> Statements(JsonNode block) => block["Statement"] is JsonArray several ? several : block["Effect"] is null ? [] : [block];

    private static IEnumerable<string> Actions(JsonNode? statement) => statement!["Action"] is JsonArray several ? several.Select(action => action!.GetValue<string>()) : [statement["Action"]!.GetValue<string>()];

    [GeneratedRegex("^```json\n(?<json>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Json();
}
