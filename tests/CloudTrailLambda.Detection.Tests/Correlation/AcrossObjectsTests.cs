using CloudTrailLambda.Detection.Correlation;
using CloudTrailLambda.Detection.Findings;
using CloudTrailLambda.Detection.Tests.Pipeline;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Detection.Tests.Correlation;

/// <summary>What runs tell each other through the state, and what a finding then says.</summary>
public sealed class AcrossObjectsTests
{
    private const string NewAddress = """
        title: New address
        id: 1d4c0c53-8f4e-4f5b-9a4e-64ad8f3a0b77
        correlation: {type: new_value, rules: [rule_StopLogging], group-by: [userIdentity.userName], field: sourceIPAddress, timespan: 30d, learning: 7d}
        """;

    private readonly InMemoryCorrelationState _state = new(TimeProvider.System);
    private readonly RecordingStore _store = new();

    [Fact]
    public async Task Events_of_different_runs_days_and_processes_make_one_finding()
    {
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging", id: null), Pipelines.AtLeast(3, "rule_StopLogging").Replace("10m", "3d", StringComparison.Ordinal));
        string[] times = ["2026-10-14T09:00:00Z", "2026-10-15T09:00:00Z", "2026-10-16T09:00:00Z"];
        for (var i = 0; i < times.Length; i++)
        {
            var correlator = new Correlator(rules, new CorrelationOptions(_state, TimeProvider.System));
            await _store.RunAsync(rules, new MemoryObjects().Add($"log-{i}", Pipelines.Record($"e-{i}", times[i])), correlator: correlator);
        }

        var finding = Assert.Single(await _store.FindingsAsync());
        Assert.Equal(3, finding.EventCount);
        Assert.Equal(("2026-10-14", "2026-10-16"), ($"{finding.Activity.FirstEventTime:yyyy-MM-dd}", $"{finding.Activity.LastEventTime:yyyy-MM-dd}"));
    }

    [Fact]
    public async Task A_group_that_reaches_over_accounts_makes_one_finding_in_each()
    {
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging", id: null), Pipelines.AtLeast(3, "rule_StopLogging"));
        var correlator = new Correlator(rules, new CorrelationOptions(_state, TimeProvider.System));
        var other = Pipelines.Record("e-2", "2026-10-14T09:02:00Z").Replace("\"recipientAccountId\":\"111122223333\"", "\"recipientAccountId\":\"444455556666\"", StringComparison.Ordinal);
        await _store.RunAsync(rules, new MemoryObjects().Add("a", Pipelines.Record("e-0", "2026-10-14T09:00:00Z"), Pipelines.Record("e-1", "2026-10-14T09:01:00Z")), correlator: correlator);
        await _store.RunAsync(rules, new MemoryObjects().Add("b", other), correlator: correlator);

        Assert.Equal([("111122223333", 2L), ("444455556666", 1L)], (await _store.FindingsAsync()).Select(finding => (finding.Key.AccountId, finding.EventCount)).Order());
    }

    [Fact]
    public async Task A_value_is_new_after_the_group_has_learned_and_not_before()
    {
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging", id: null), NewAddress);

        Assert.Equal([], await NewAddressesAsync(rules, TimeSpan.Zero, "01 a", "03 b", "07 c"));
        Assert.Equal(["userIdentity.userName=mallory, sourceIPAddress=d"], await NewAddressesAsync(rules, TimeSpan.Zero, "08 a", "09 d", "10 d", "11 b"));
    }

    [Fact]
    public async Task Nothing_is_new_in_the_days_after_the_state_began()
    {
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging", id: null), NewAddress.Replace(", learning: 7d", "", StringComparison.Ordinal));
        var quiet = TimeSpan.FromDays(7);

        Assert.Equal([], await NewAddressesAsync(rules, quiet, "01 a", "07 b"));
        Assert.Equal(["userIdentity.userName=mallory, sourceIPAddress=c"], await NewAddressesAsync(rules, quiet, "08 b", "09 c"));
    }

    [Fact]
    public async Task A_value_that_comes_back_after_it_was_forgotten_is_new_again_in_a_window_of_its_own()
    {
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging", id: null), NewAddress.Replace("30d, learning: 7d", "2d", StringComparison.Ordinal) + "\ncustom: {window: 24h}");

        await NewAddressesAsync(rules, TimeSpan.Zero, "01 a", "02 a", "10 a", "11 a");

        Assert.Equal([1, 10], (await _store.FindingsAsync()).Select(finding => finding.Key.Window.Start.Day).Order());
    }

    [Fact]
    public async Task An_attempt_that_failed_after_the_state_was_written_finds_the_value_new_when_it_comes_again()
    {
        var rules = Pipelines.Load(Pipelines.Rule("StopLogging", id: null), NewAddress.Replace(", learning: 7d", "", StringComparison.Ordinal));
        var correlator = new Correlator(rules, new CorrelationOptions(_state, TimeProvider.System));
        var objects = new MemoryObjects().Add("log", Pipelines.Record("e-1", "2026-10-14T09:00:00Z"));
        // The first attempt's finding goes to a store that is lost.
        await new RecordingStore().RunAsync(rules, objects, correlator: correlator);

        await _store.RunAsync(rules, objects, correlator: correlator);

        Assert.Single(await _store.FindingsAsync());
    }

    private async Task<IEnumerable<string>> NewAddressesAsync(Detection.Matching.DetectionRules rules, TimeSpan quietStart, params string[] daysAndAddresses)
    {
        var correlator = new Correlator(rules, new CorrelationOptions(_state, TimeProvider.System) { QuietStart = quietStart });
        foreach (var (day, address) in daysAndAddresses.Select(text => (text[..2], text[3..])))
        {
            var record = Pipelines.Record($"e-{day}", $"2026-10-{day}T09:00:00Z").Replace("203.0.113.9", address, StringComparison.Ordinal);
            await _store.RunAsync(rules, new MemoryObjects().Add($"log-{day}", record), correlator: correlator);
        }

        return (await _store.FindingsAsync()).Select(finding => finding.Key.Group.ToString());
    }
}
