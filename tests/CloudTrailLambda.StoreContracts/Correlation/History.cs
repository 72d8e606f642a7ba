using System.Globalization;
using System.Text.Json;
using CloudTrailLambda.Detection.Matching;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.StoreContracts.Correlation;

/// <summary>
/// A made-up history: correlations, events, and the log objects that bring them: late, doubled, out of order. The same for the same seed.
/// </summary>
internal sealed class History
{
    private static readonly DateTimeOffset Start = new(2026, 10, 14, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] Calls = ["A", "B", "C"];
    private static readonly string[] Timespans = ["45s", "10m", "1h", "90m", "2h"];
    private static readonly string[] Windows = ["", "", "custom: {window: 15m}", "custom: {window: 24h}", "custom: {window: 10m}"];
    private static readonly string[] Groups = ["", "group-by: [userIdentity.userName]", "group-by: [recipientAccountId, requestParameters.names]"];

    private readonly Random _random;

    public History(int seed, bool isNewValue = false, bool learns = true, bool hasChains = true)
    {
        _random = new Random(seed);
        Rules = Load(isNewValue ? NewValues(learns) : hasChains ? $"{Correlations()}\n---\n{Chains()}" : Correlations());
        Events = MakeEvents();
        Objects = Distribute();
    }

    private History(DetectionRules rules, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> objects)
    {
        _random = new Random(0);
        (Rules, Objects, Events) = (rules, objects, [.. objects.SelectMany(pair => pair.Value)]);
    }

    public DetectionRules Rules { get; }

    /// <summary>Each event once: its record.</summary>
    public IReadOnlyList<string> Events { get; }

    /// <summary>Names of log objects and the records in them.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Objects { get; }

    /// <summary>The objects in some order, some of them several times, in batches.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Deliveries(Random random)
    {
        var names = Objects.Select(pair => pair.Key).ToList();
        names.AddRange(names.Where(_ => random.Next(3) == 0).ToArray());
        var order = names.ToArray();
        random.Shuffle(order);
        var batches = new List<IReadOnlyList<string>>();
        for (var at = 0; at < order.Length;)
        {
            var size = random.Next(1, 5);
            batches.Add([.. order.Skip(at).Take(size).Distinct(StringComparer.Ordinal)]);
            at += size;
        }

        return batches;
    }

    /// <summary>The objects cut so that one follows the other in event time.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> InOrder() =>
        [.. Events.OrderBy(TimeOf, StringComparer.Ordinal).Chunk(7).Select((chunk, i) => KeyValuePair.Create<string, IReadOnlyList<string>>($"part-{i:D3}", chunk))];

    /// <summary>Many objects with events of one group within a quarter of an hour; it takes nearly all of them to fulfil its correlation.</summary>
    public static History OfOneGroup(int objects, int eventsPerObject)
    {
        var random = new Random(objects);
        var rules = Load($$"""
            title: Many
            id: 7b1f8a0c-6d5e-4c3b-9a2f-1e0d9c8b7a65
            correlation: {type: event_count, rules: [a], group-by: [userIdentity.userName], timespan: 1h, condition: {gte: {{(objects - 1) * eventsPerObject}} } }
            """);
        return new History(rules, [.. Enumerable.Range(0, objects).Select(o => KeyValuePair.Create<string, IReadOnlyList<string>>(
            $"object-{o}",
            [.. Enumerable.Range(0, eventsPerObject).Select(e => Record((o * eventsPerObject) + e, Start.AddSeconds(random.Next(900)), "A", ["x"], "111122223333", random))]))]);
    }

    private static string TimeOf(string record)
    {
        using var document = JsonDocument.Parse(record);
        return document.RootElement.GetProperty("eventTime").GetString()!;
    }

    private static DetectionRules Load(string correlations)
    {
        var rules = RuleSetLoader.Load([new RuleSource("rules.yml", string.Concat(Calls.Select(Rule)) + correlations)]);
        Assert.Empty(rules.Diagnostics);
        return new DetectionRules(rules);
    }

    private static string Rule(string call) => $$"""
        title: Call {{call}}
        name: {{call.ToLowerInvariant()}}
        logsource: {product: aws, service: cloudtrail}
        detection: {selection: {eventName: [{{call}}, AB]}, condition: selection}
        ---

        """.Replace(call == "C" ? ", AB]" : "\0", "]", StringComparison.Ordinal);

    private string Correlations() => string.Join("\n---\n",
        Correlation("Many", "event_count", "a", $"condition: {{gte: {_random.Next(2, 7)}}}"),
        Correlation("Several", "event_count", "a, b", $"condition: {{gt: {_random.Next(2, 9)}}}"),
        Correlation("Values", "value_count", "b", $"condition: {{field: sourceIPAddress, gte: {_random.Next(2, 5)}}}"),
        Correlation("Together", "temporal", "a, b, c", _random.Next(2) == 0 ? "" : "condition: {gte: 2}"),
        Correlation("Ordered", "temporal_ordered", "c, a, b", ""));

    private string Chains() => string.Join("\n---\n",
        Correlation("Chained", "temporal_ordered", "many, c", ""),
        Correlation("Outermost", "temporal", "chained, values", ""));

    private string NewValues(bool learns) => string.Join("\n---\n",
        NewValue("New address", "a", "field: sourceIPAddress", learns),
        NewValue("New pair", "a, b", "field: [sourceIPAddress, userIdentity.userName]", learns),
        NewValue("New name", "c", "field: requestParameters.names", learns),
        // What a value that is new feeds: it brings its event with it.
        Correlation("After new", "temporal_ordered", "new_address, c", ""));

    private string NewValue(string title, string rules, string field, bool learns) => $$"""
        title: {{title}}
        name: {{title.ToLowerInvariant().Replace(' ', '_')}}
        id: {{new Guid(Enumerable.Range(0, 16).Select(_ => (byte)_random.Next(256)).ToArray())}}
        correlation:
          type: new_value
          rules: [{{rules}}]
          {{field}}
          timespan: {{Pick(["30m", "2h", "30d"])}}
          {{Pick(Groups)}}
          {{(learns && _random.Next(2) == 0 ? "learning: 45m" : "")}}
        """;

    private string Correlation(string title, string type, string rules, string condition) => $$"""
        title: {{title}}
        name: {{title.ToLowerInvariant()}}
        id: {{new Guid(Enumerable.Range(0, 16).Select(_ => (byte)_random.Next(256)).ToArray())}}
        {{Pick(Windows)}}
        correlation:
          type: {{type}}
          rules: [{{rules}}]
          timespan: {{Pick(Timespans)}}
          {{Pick(Groups)}}
          {{condition}}
        """;

    private string[] MakeEvents()
    {
        var count = _random.Next(20, 160);
        var time = Start.AddSeconds(_random.Next(3_600));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            // Bursts and pauses, several in one second, across the hour and the day.
            time = time.AddSeconds(_random.Next(10) switch { 0 => _random.Next(7_200), < 4 => _random.Next(600), < 8 => _random.Next(20), _ => 0 });
            return Record(i, time);
        })];
    }

    private string Record(int number, DateTimeOffset time) =>
        Record(number, time, Pick(["A", "A", "A", "B", "B", "C", "AB", "Other"]), ["x", "y"], Pick(["111122223333", "111122223333", "444455556666"]), _random);

    private static string Record(int number, DateTimeOffset time, string eventName, string[] users, string accountId, Random random) => JsonSerializer.Serialize(new
    {
        eventID = new Guid(number, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]).ToString(),
        eventTime = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        eventName,
        eventSource = "test.amazonaws.com",
        awsRegion = "eu-west-1",
        sourceIPAddress = $"203.0.113.{random.Next(5)}",
        recipientAccountId = accountId,
        userIdentity = new { type = "IAMUser", userName = users[random.Next(users.Length)] },
        requestParameters = random.Next(4) == 0 ? null : new { names = Enumerable.Range(0, random.Next(1, 3)).Select(_ => $"n{random.Next(3)}") },
    });

    private KeyValuePair<string, IReadOnlyList<string>>[] Distribute()
    {
        var objects = Enumerable.Range(0, _random.Next(1, 14)).Select(_ => new List<string>()).ToArray();
        foreach (var record in Events)
        {
            objects[_random.Next(objects.Length)].Add(record);
            if (_random.Next(8) == 0) objects[_random.Next(objects.Length)].Add(record);
        }

        return [.. objects.Select((records, i) => KeyValuePair.Create<string, IReadOnlyList<string>>($"object-{i}", records))];
    }

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
