using System.Text;
using System.Text.Json.Nodes;
using CloudTrailLambda.Sigma.Correlation;
using CloudTrailLambda.Sigma.Diagnostics;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Sigma.Tests.Conformance;

/// <summary>What the Sigma specification says, case by case. Adding a case is adding a line to a file.</summary>
public sealed class ConformanceTests
{
    public static IEnumerable<TheoryDataRow<string, string>> SingleRecordCases() => ConformanceCases.Of("handmade.jsonl");

    public static IEnumerable<TheoryDataRow<string, string>> InvalidRules() =>
        [.. ConformanceCases.Of("invalid.jsonl"), .. ConformanceCases.Of("correlation_invalid.jsonl")];

    public static IEnumerable<TheoryDataRow<string, string>> CorrelationCases() => ConformanceCases.Of("correlation.jsonl");

    [Theory]
    [MemberData(nameof(SingleRecordCases))]
    public void A_record_matches_as_the_specification_says(string name, string line)
    {
        var test = ConformanceCases.Parse(line);
        RuleSource[] placeholders = test["placeholders"] is { } values ? [new RuleSource("placeholders.yml", values.ToJsonString())] : [];
        var rules = RuleSetLoader.Load([new RuleSource("rule.yml", (string)test["rule"]!)], placeholders);
        Assert.DoesNotContain(rules.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        var session = RuleMatcher.Compile(rules, ["eventName", "eventSource"], [], out _).OpenSession();
        Assert.True(session.TryRead(Utf8(test["event"]!), out var fault), fault?.Message);
        var isMatch = session.Match().Length > 0;

        Assert.True((bool)test["match"]! == isMatch, $"{name}: {test["why"]}");
    }

    [Theory]
    [MemberData(nameof(InvalidRules))]
    public void An_invalid_rule_is_refused_with_its_place(string name, string line)
    {
        var test = ConformanceCases.Parse(line);
        var text = (string)(test["rule"] ?? test["rules"])!;

        var rules = RuleSetLoader.Load([new RuleSource("rule.yml", text)]);

        var errors = rules.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        Assert.True(errors.Length > 0, $"{name}: {test["why"]}");
        Assert.All(errors, error =>
        {
            Assert.Equal("rule.yml", error.Location.File);
            Assert.InRange(error.Location.Line, 1, text.Count(c => c == '\n') + 1);
            Assert.True(error.Location.Column >= 1);
        });
    }

    [Theory]
    [MemberData(nameof(CorrelationCases))]
    public void A_correlation_fires_for_as_many_groups_as_the_specification_says(string name, string line)
    {
        var test = ConformanceCases.Parse(line);
        var rules = RuleSetLoader.Load([new RuleSource("rules.yml", (string)test["rules"]!)]);
        Assert.DoesNotContain(rules.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        var fired = new CorrelatedRun(rules).Run(test["events"]!.AsArray().Select(node => Utf8(node!)).ToArray());

        foreach (var expected in test["expect"]!.AsArray().OfType<JsonObject>())
        {
            var actual = fired.GetValueOrDefault((string)expected["rule"]!) ?? [];
            Assert.True((int)expected["count"]! == actual.Count, $"{name}: {expected["rule"]} fired {actual.Count} times. {test["why"]}");
        }
    }

    private static byte[] Utf8(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
