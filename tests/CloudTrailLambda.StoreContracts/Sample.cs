using System.Text;
using CloudTrailLambda.Detection.Findings;

namespace CloudTrailLambda.StoreContracts;

/// <summary>Matches to fill stores with; each argument that a test does not care about has a default.</summary>
public static class Sample
{
    public const string Account = "111122223333";

    public static readonly DateTimeOffset Noon = new(2024, 5, 17, 12, 0, 0, TimeSpan.Zero);

    public static FindingRule Rule(string id = "rule-a", Severity severity = Severity.Medium, string title = "A key was made") =>
        new(id, title, severity, ["T1098.001"], ["persistence"]);

    public static FindingEvent Event(
        string id, DateTimeOffset? at = null, string actor = "arn:aws:iam::111122223333:user/ada", string name = "CreateAccessKey",
        string? address = "192.0.2.1", string? region = "eu-west-1", int recordBytes = 0) => new()
        {
            EventId = id,
            EventTime = at ?? Noon,
            EventName = name,
            EventSource = "iam.amazonaws.com",
            Region = region,
            SourceAddress = address,
            UserAgent = "aws-cli/2.15",
            Actor = actor,
            ErrorCode = null,
            RecordJson = recordBytes > 0 ? Filled(recordBytes) : Record(id, at ?? Noon),
        };

    public static FindingMatch Match(
        FindingEvent @event, FindingRule? rule = null, string account = Account, string group = "ada", TimeSpan? window = null)
    {
        rule ??= Rule();
        var key = new FindingKey(
            rule.Id, account, new FindingGroup(new GroupField("actor", group)),
            FindingWindow.Containing(@event.EventTime, window ?? FindingWindow.DefaultLength));
        return new FindingMatch(key, rule, @event);
    }

    public static FindingMatch[] Matches(int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(i => Match(Event($"e{i:D6}", Noon.AddMilliseconds(i % 3_000_000))))];

    public static byte[] Record(string id, DateTimeOffset at) =>
        Encoding.UTF8.GetBytes($$"""{"eventID":"{{id}}","at":{{at.ToUnixTimeMilliseconds()}}}""");

    private static byte[] Filled(int bytes)
    {
        var record = new byte[bytes];
        Array.Fill(record, (byte)' ');
        record[0] = (byte)'{';
        record[^1] = (byte)'}';
        return record;
    }
}
