using System.Globalization;
using System.Text.Json;
using CloudTrailLambda.Cli.Tests.Running;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Cli.Tests.Findings;

/// <summary>What a finding's rule says is to be done, as it says today.</summary>
public sealed class RunbookTests : Workplace
{
    private const string Hostile = "\u001b[2J[red]\u202eevil[/]\u200b\u009b31m";

    [Fact]
    public async Task A_finding_of_a_shipped_rule_shows_its_steps_after_the_facts()
    {
        var id = await ScanAsync();

        var (page, steps) = await ShowAsync(id);

        var shipped = RuleSetLoader.LoadPaths([Repository.PathOf("rules")]).Rules.Single(rule => rule.Header.Title == "CloudTrail logging stopped or deleted").Header.Custom.Runbook;
        Assert.NotEmpty(shipped);
        Assert.Equal<string>(shipped, steps);
        Assert.Equal(["What to do:", .. shipped.Select((step, i) => string.Create(CultureInfo.InvariantCulture, $"  {i + 1}. {step}"))], Section(page));
        Assert.StartsWith("Status ", page.OutputLines[Array.IndexOf(page.OutputLines, "What to do:") - 1], StringComparison.Ordinal);
        Assert.Empty(page.Error);
    }

    [Fact]
    public async Task An_edited_runbook_shows_at_once()
    {
        var rule = Write("rule.yml", Rule.Of("stopped", "StopLogging", "custom: {runbook: [Ask somebody.]}"));
        var id = await ScanAsync("--rules", rule);
        Assert.Equal(["Ask somebody."], (await ShowAsync(id, "--rules", rule)).Steps);

        Write("rule.yml", Rule.Of("stopped", "StopLogging", "custom: {runbook: [Ask nobody., Act.]}"));

        var (page, steps) = await ShowAsync(id, "--rules", rule);
        Assert.Equal(["Ask nobody.", "Act."], steps);
        Assert.Equal(["What to do:", "  1. Ask nobody.", "  2. Act."], Section(page));
    }

    [Theory]
    [InlineData("custom: {runbook: []}")]
    [InlineData("custom: {window: 1h}")]
    [InlineData("")]
    public async Task Without_steps_there_is_no_section_and_nothing_is_said(string custom)
    {
        var rule = Write("rule.yml", Rule.Of("stopped", "StopLogging", custom));
        var id = await ScanAsync("--rules", rule);

        // Its rule says nothing, or is not among the shipped ones.
        foreach (var options in (string[][])[["--rules", rule], []])
        {
            var (page, steps) = await ShowAsync(id, options);
            Assert.Empty(steps);
            Assert.DoesNotContain("What to do", page.Output, StringComparison.Ordinal);
            Assert.Empty(page.Error);
        }
    }

    [Fact]
    public async Task Rules_that_are_not_valid_are_told_of_where_they_may_be_the_reason_and_the_finding_is_shown_all_the_same()
    {
        var rule = Write("rules/rule.yml", Rule.Of("stopped", "StopLogging", "custom: {runbook: [Ask somebody.]}"));
        Write("rules/invalid.yml", Rule.Invalid);
        var id = await ScanAsync("--rules", rule);

        var found = await ShowAsync(id, "--rules", PathOf("rules"));
        Assert.Equal(["Ask somebody."], found.Steps);
        Assert.Empty(found.Page.Error);

        foreach (var path in (string[])[PathOf("rules/invalid.yml"), PathOf("nowhere")])
        {
            var (page, steps) = await ShowAsync(id, "--rules", path);
            Assert.Empty(steps);
            Assert.Contains(id, page.Output, StringComparison.Ordinal);
            Assert.Equal($"No runbook was found, and there are errors in rules: 1. Read them with: trail rules lint {path}", Assert.Single(page.ErrorLines));
        }
    }

    [Fact]
    public async Task Steps_of_somebody_elses_rules_do_nothing_to_the_terminal()
    {
        var rule = Write("rule.yml", Rule.Of("stopped", "StopLogging", $"custom: {{runbook: [{JsonSerializer.Serialize($"{Hostile}\r\nx")}]}}"));
        var id = await ScanAsync("--rules", rule);

        var (page, steps) = await ShowAsync(id, "--rules", rule);

        Assert.Equal([$"{Hostile} x"], steps);
        Assert.Equal(["What to do:", @"  1. \u001b[2J[red]\u202eevil[/]\u200b\u009b31m x"], Section(page));
    }

    private async Task<string> ScanAsync(params string[] options)
    {
        var run = (await Trail.CallAsync(["scan", WriteLog("log.json", StopLogging("e-1")), "--db", Database, "--output", "jsonl", .. options])).Exits(0);
        return Assert.Single(run.JsonLines).GetProperty("id").GetString()!;
    }

    private async Task<(TrailRun Page, string[] Steps)> ShowAsync(string id, params string[] options)
    {
        string[] show = ["findings", "show", id, "--db", Database, .. options];
        var json = (await Trail.CallAsync([.. show, "--output", "json"])).Exits(0).Json;
        return ((await Trail.CallAsync(show)).Exits(0), [.. json.GetProperty("runbook").EnumerateArray().Select(step => step.GetString()!)]);
    }

    private static IEnumerable<string> Section(TrailRun page) =>
        page.OutputLines.SkipWhile(line => line != "What to do:").Select(line => line.TrimEnd()).TakeWhile(line => line.Length > 0);
}
