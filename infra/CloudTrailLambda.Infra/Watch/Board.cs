using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;

namespace CloudTrailLambda.Infra.Watch;

/// <summary>The dashboard: what came in, what came out of it, how long it took, what is stuck.</summary>
internal sealed class Board : Construct
{
    private const int Third = 8, Half = 12, Height = 6;

    private static readonly Duration Period = Duration.Minutes(5);

    public Board(Construct scope, string id, Watched watched)
        : base(scope, id)
    {
        var metrics = watched.Metrics;
        var function = watched.Function;
        var dashboard = new Dashboard(this, "Dashboard", new DashboardProps { DashboardName = Stack.Of(this).StackName });
        dashboard.AddWidgets(
            Graph("Files", Third, metrics.Files(Period)),
            Graph("Records", Third, metrics.Records(Period)),
            Graph("Bad records", Third, metrics.BadRecords(Period)));
        dashboard.AddWidgets(
            Graph("Matches, findings, alerts", Half, metrics.Matches(Period), metrics.Findings(Period), metrics.Alerts(Period)),
            Graph("Seconds from the event to its finding", Half, metrics.SecondsFromEventToFinding("p50", Period), metrics.SecondsFromEventToFinding("p99", Period)));
        dashboard.AddWidgets(
            Graph("Messages waiting", Third, watched.Queue.MetricApproximateNumberOfMessagesVisible(Over("Maximum"))),
            Graph("Age of the oldest message (s)", Third, watched.Queue.MetricApproximateAgeOfOldestMessage(Over("Maximum"))),
            Graph("Dead letters", Third, watched.DeadLetters.MetricApproximateNumberOfMessagesVisible(Over("Maximum"))));
        dashboard.AddWidgets(
            Graph("Duration (ms)", Half, function.MetricDuration(Over("p50")), function.MetricDuration(Over("p99"))),
            Graph("Invocations, errors, throttles", Half, function.MetricInvocations(Over("Sum")), function.MetricErrors(Over("Sum")), function.MetricThrottles(Over("Sum"))));
    }

    private static GraphWidget Graph(string title, int width, params IMetric[] metrics) =>
        new(new GraphWidgetProps { Title = title, Width = width, Height = Height, Left = metrics });

    private static MetricOptions Over(string statistic) => new() { Statistic = statistic, Period = Period };
}
