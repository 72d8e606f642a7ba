using System.Text.Json;
using CloudTrailLambda.Detection.Configuration;

namespace CloudTrailLambda.Detection.Tests.Configuration;

public sealed class ValueComparisonTests
{
    public static TheoryData<string, string, string[]> Pairs() => new()
    {
        { """{"a":1,"b":"x"}""", """{"b":"x","a":1.0}""", [] },
        { """{"a":1}""", """{"a":2,"c":true}""", ["v.a: 1 -> 2", "v.c: - -> true"] },
        { """{"a":{"b":[1]},"c":null}""", """{"a":{"b":{"d":1}}}""", ["""v.a.b: [1] -> {"d":1}"""] },
        { """{"a":{"b":1}}""", """{}""", ["""v.a: {"b":1} -> -"""] },
        { """{"a":null}""", """{"a":"null"}""", ["v.a: null -> null"] },
        { """{"a":[1,2,3,3]}""", """{"a":[3,2,1,3]}""", [] },
        { """{"a":[1,3,3]}""", """{"a":[3,4]}""", ["v.a[0]: 1 -> -", "v.a[2]: 3 -> -", "v.a[1]: - -> 4"] },
        { """{"a":[{"id":"x","n":1},{"id":"y","n":1}]}""", """{"a":[{"id":"z","n":5},{"id":"y","n":2},{"id":"x","n":1}]}""", ["v.a[1].n: 1 -> 2", """v.a[0]: - -> {"id":"z","n":5}"""] },
        { """{"a":[{"p":1,"q":[{"c":"10.0.0.0/8"}]}]}""", """{"a":[{"p":1,"q":[{"c":"0.0.0.0/0"},{"c":"10.0.0.0/8"}]}]}""", ["""v.a[0].q[0]: - -> {"c":"0.0.0.0/0"}"""] },
        { """{"p":"{\"S\":[{\"E\":\"Deny\",\"A\":1}]}"}""", """{"p":"{ \"S\": [{\"A\":1,\"E\":\"Allow\"}] }"}""", ["v.p.S[0].E: Deny -> Allow"] },
        { """{"p":"{\"a\":1}"}""", """{"p":"{\"a\":1"}""", ["""v.p: {"a":1} -> {"a":1"""] },
        { """{"p":"{\"a\":1}"}""", """{"p":"{\"a\":\"\\ud83d\"}"}""", ["""v.p: {"a":1} -> {"a":"\ud83d"}"""] },
        { """{"é\"":"<ü>"}""", """{"é\"":"‮x"}""", ["""v.é": <ü> -> \u202ex"""] },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_differs_is_listed_and_nothing_else(string before, string after, string[] expected) => Assert.Equal(expected, Differences(before, after).All.Select(Text));

    [Fact]
    public void Differences_are_bounded_in_number_and_in_length()
    {
        var differences = Differences("{}", JsonSerializer.Serialize(Enumerable.Range(0, 60).ToDictionary(n => $"k{n}", n => new string(n % 2 == 0 ? 'x' : '\u202e', 299 + (n % 3)))));

        Assert.Equal(50, differences.Count);
        Assert.True(differences.HasMore);
        Assert.All(differences.All, difference => Assert.InRange(difference.After!.Length, 299, 300));
        Assert.Equal(299, differences.All[0].After!.Length);
        Assert.EndsWith("…", differences.All[2].After, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_lists_cost_no_more_than_their_length()
    {
        string List(int from) => $"{{\"a\":[{string.Join(',', Enumerable.Range(from, 20_000).Select(n => $"{{\"id\":{n},\"x\":1}}"))}]}}";

        var differences = Differences(List(0), List(10_000));

        Assert.True(differences.HasMore);
        Assert.Equal("""v.a[0]: {"id":0,"x":1} -> -""", Text(differences.All[0]));
    }

    private static DifferenceList Differences(string before, string after)
    {
        var differences = new DifferenceList();
        using var left = JsonDocument.Parse(before);
        using var right = JsonDocument.Parse(after);
        ValueComparison.Compare("v", left.RootElement, right.RootElement, differences);
        return differences;
    }

    private static string Text(ConfigurationDifference difference) => $"{difference.Path}: {difference.Before ?? "-"} -> {difference.After ?? "-"}";
}
