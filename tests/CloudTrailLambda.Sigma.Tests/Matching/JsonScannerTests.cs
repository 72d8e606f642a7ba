using System.Text;
using System.Text.Json;
using CloudTrailLambda.Sigma.Matching;

namespace CloudTrailLambda.Sigma.Tests.Matching;

/// <summary>The scanner must accept exactly what System.Text.Json accepts.</summary>
public sealed class JsonScannerTests
{
    private const int Mutations = 60_000;

    private static readonly string[] Seeds =
    [
        """{"a":"b","c":[1,-0.5,2e10,1E-7,0],"d":{"e":null,"f":true,"g":false,"h":[],"i":{}},"j":"\"\\\/\b\f\n\r\té\ud83d\ude00"}""",
        "{ \"policy\" : \"{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\"}]}\" ,\r\n\t\"n\" : [ 1 , 2 , 3 ] }",
        """{"eventVersion":"1.10","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Röle/ß"},"readOnly":true,"x":12345678901234567890.123}""",
        """[{"a":[[[[{"b":[{}]}]]]]},"long enough for several vectors of sixteen bytes each, with an escape \u0041 in the middle"]""",
    ];

    public static TheoryData<string> Edges() => new(
        "", " ", "{", "}", "[", "]", "{}", "[]", "{,}", "[,]", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{\"a\":}", "{a:1}", "{\"a\":1 \"b\":2}", "{}{}", "{} x",
        "-", "-1", "01", "-01", "1.", ".1", "1.e1", "1e", "1e+", "+1", "0x1", "NaN", "tru", "truex", "nul", "\"", "\"\\", "\"\\u", "\"\\u12", "\"\\u12G4\"", "\"\\x\"",
        "\"\t\"", "\"\u007f\"", "[1 2]", "[\"a\" \"b\"]", "{\"a\":{\"b\":[}]}", "[1]]", "{\"a\":1}}", "\u00a0{}", "//c\n{}", "{\"a\":/**/1}", "\"\\u0000\"", "1e999", "[-]", "[1,-]");

    [Theory]
    [MemberData(nameof(Edges))]
    public void The_edges_of_the_grammar_are_where_the_library_has_them(string json) => AssertSameVerdict(Encoding.UTF8.GetBytes(json), json);

    [Theory]
    [InlineData(RecordWalk.MaxDepth)]
    [InlineData(RecordWalk.MaxDepth + 1)]
    [InlineData(100_000)]
    public void Depth_is_limited_where_the_library_limits_it(int depth)
    {
        AssertSameVerdict(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)), $"{depth} arrays");
        AssertSameVerdict(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)), $"{depth} objects");
    }

    [Fact]
    public void Damaged_texts_get_the_same_verdict_as_from_the_library()
    {
        var random = new Random(20261014);
        var pool = "{}[]\",:\\ \n\t0123456789.-+eEtrufalsn/b\u0001"u8.ToArray();
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Seeds[i % Seeds.Length]).ToList();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(3))
                {
                    case 0:
                        bytes.RemoveAt(at);
                        break;
                    case 1:
                        bytes.Insert(at, pool[random.Next(pool.Length)]);
                        break;
                    default:
                        bytes[at] = pool[random.Next(pool.Length)];
                        break;
                }
            }

            AssertSameVerdict([.. bytes], $"mutation {i}");
        }
    }

    private static void AssertSameVerdict(byte[] json, string what)
    {
        var expected = IsJsonToTheLibrary(json);
        var scanner = new JsonScanner(json);
        var actual = scanner.SkipValue(RecordWalk.MaxDepth) && scanner.AtEnd();
        Assert.True(expected == actual, $"{what}: the library says {expected}, the scanner {actual} ({scanner.Fault}): {Encoding.UTF8.GetString(json)}");
    }

    private static bool IsJsonToTheLibrary(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = RecordWalk.MaxDepth });
            var tokens = 0;
            while (reader.Read()) tokens++;
            return tokens > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
