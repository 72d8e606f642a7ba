using Amazon.SQS.Model;

namespace CloudTrailLambda.Function.Tests.EndToEnd;

/// <summary>
/// The process is killed in every instant that matters: when a service has done what it was asked, and the function does not know yet.
/// Whatever it was about to do next is then undone, so this covers the steps' boundaries from both sides.
/// </summary>
public sealed class KillTests(DeployedAccount account) : IClassFixture<DeployedAccount>
{
    /// <summary>A claim lasts as long as the invocation that took it, so that the next attempt need not wait for long.</summary>
    private static readonly TimeSpan ShortDeadline = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongDeadline = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Killed_at_any_step_the_retry_ends_in_the_same_findings_and_alerts()
    {
        var expected = await SampleTrail.ExpectedAsync(SampleTrail.BusyKey);
        await account.PutAsync(SampleTrail.BusyKey, SampleTrail.Read(SampleTrail.BusyKey));
        var notifications = await EventSource.DrainAsync(account, account.QueueUrl);
        await using var survivor = await RunningFunction.StartAsync(account.Environment());
        var (calls, _, _) = await RunAsync(notifications, killAt: int.MaxValue, LongDeadline, survivor);
        Assert.InRange(calls, 10, 150);

        var killedWhilePublishing = 0;
        for (var killAt = 1; killAt <= calls; killAt++)
        {
            var (killed, outcome) = await KillAsync(notifications, killAt, survivor);

            Assert.Equal(expected.Findings, outcome.Findings);
            // The one instant that no order of steps can avoid: published, and not yet noted down.
            var isRepeated = killed == "sns";
            if (isRepeated) killedWhilePublishing++;
            Assert.Equal(expected.Alerts, outcome.Alerts.Distinct(StringComparer.Ordinal));
            Assert.Equal(expected.Alerts.Count + (isRepeated ? 1 : 0), outcome.Alerts.Count);
        }

        Assert.Equal(expected.Alerts.Count, killedWhilePublishing);
    }

    /// <summary>On a busy machine the deadline may come before the call that is to be the last; then there is more time in the next try.</summary>
    private async Task<(string Killed, Outcome Outcome)> KillAsync(List<Message> notifications, int killAt, RunningFunction survivor)
    {
        for (var deadline = ShortDeadline; deadline <= LongDeadline; deadline *= 2)
        {
            if (await RunAsync(notifications, killAt, deadline, survivor) is (_, { } killed, var outcome)) return (killed, outcome);
        }

        throw new InvalidOperationException($"The function never came to its call number {killAt}.");
    }

    /// <summary>One delivery that dies at a call, and then deliveries to a process that lives, until all is done.</summary>
    private async Task<(int Calls, string? Killed, Outcome Outcome)> RunAsync(
        List<Message> notifications, int killAt, TimeSpan deadline, RunningFunction survivor)
    {
        await account.ClearTablesAsync();
        await EventSource.DrainAsync(account, account.AlertsUrl);
        await using var s3 = await ReverseProxy.StartAsync(account.Moto.Url);
        await using var sns = await ReverseProxy.StartAsync(account.Moto.Url);
        await using var dynamoDb = await ReverseProxy.StartAsync(account.DynamoDb.Url);
        await using var victim = await RunningFunction.StartAsync(account.Environment(s3.Url, sns.Url, dynamoDb.Url));
        var calls = 0;
        string? killed = null;
        s3.BeforeAnswer = _ => CountAsync("s3");
        sns.BeforeAnswer = _ => CountAsync("sns");
        dynamoDb.BeforeAnswer = _ => CountAsync("dynamodb");

        var handedBack = await EventSource.DeliverAsync(victim, notifications, deadline);
        if (killed is not null) Assert.NotEmpty(handedBack);
        for (var attempt = 0; attempt < 5 && handedBack.Count > 0; attempt++) handedBack = await EventSource.DeliverAsync(survivor, handedBack);
        Assert.Empty(handedBack);
        return (calls, killed, await Outcome.OfAsync(account));

        async Task CountAsync(string service)
        {
            if (Interlocked.Increment(ref calls) != killAt) return;
            killed = service;
            await victim.Process.DisposeAsync();
        }
    }
}
