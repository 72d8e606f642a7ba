using System.Diagnostics;
using System.Text;
using CloudTrailLambda.Sigma.Loading;

namespace CloudTrailLambda.Sigma.Tests.Hostile;

/// <summary>Records that mean harm. They come from outside and must cost nothing but themselves.</summary>
public sealed class HostileRecordTests
{
    private const string Rule = """
        title: T
        logsource: {product: aws}
        detection:
          by_path: {a.b.c: x}
          by_wildcard: {a: '*x*y*z*'}
          by_regex: {a|re: '^(x+)+$'}
          by_lookahead: {a|re: '^(?=a)(x+)+y$'}
          anywhere: [needle]
          condition: 1 of them
        """;

    public static TheoryData<string, string> Unreadable() => new()
    {
        { "nested 300 levels deep", Nested(300) },
        { "nested a million levels deep", new string('[', 1_000_000) },
        { "no object", "[1]" },
        { "two objects", "{} {}" },
        { "nothing", "" },
        { "only space", "  " },
        { "cut", "{\"a\":" },
        { "a bad escape", "{\"a\":\"\\x\"}" },
        { "a comment", "{/* */}" },
        { "a trailing comma", "{\"a\":1,}" },
    };

    public static TheoryData<string, string> Readable() => new()
    {
        { "nested 100 levels deep", Nested(100) },
        { "a text that holds deep JSON", $$"""{"a":"{{string.Concat(Enumerable.Repeat("{\\\"b\\\":", 5000))}}"}""" },
        { "a text for slow regular expressions", $$"""{"a":"{{new string('x', 100_000)}}!"}""" },
        { "a text for the lookahead", $$"""{"a":"a{{new string('x', 40)}}!"}""" },
        { "many duplicate names", $$"""{{{string.Join(',', Enumerable.Repeat("\"a\":{\"b\":[1]}", 20_000))}}}""" },
        { "a long array of arrays", $$"""{"a":[{{string.Join(',', Enumerable.Repeat("[[]]", 50_000))}}]}""" },
        { "a long number", $$"""{"a":{{new string('9', 100_000)}}}""" },
        { "escapes only", $$"""{"a":"{{string.Concat(Enumerable.Repeat("\\ud83d", 50_000))}}"}""" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_is_no_record_is_a_fault_and_no_exception(string what, string record)
    {
        Assert.False(Session().TryRead(Encoding.UTF8.GetBytes(record), out var fault), what);
        Assert.NotNull(fault);
        Assert.InRange(fault.ByteOffset, 0, record.Length);
        Assert.False(fault.Message.EndsWith('.'));
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_record_costs_no_more_than_its_size(string what, string record)
    {
        var session = Session();
        var clock = Stopwatch.StartNew();

        Assert.True(session.TryRead(Encoding.UTF8.GetBytes(record), out var fault), fault?.Message);
        _ = session.Match().Length;

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{what}: {clock.Elapsed}");
    }

    [Fact]
    public void Bytes_that_are_no_utf_8_are_a_fault_at_their_place()
    {
        var record = "{\"a\":\"é?\"}"u8.ToArray();
        record[8] = 0xFF;

        Assert.False(Session().TryRead(record, out var fault));
        Assert.Equal(new RecordFault("not valid UTF-8", 8), fault);
    }

    [Fact]
    public void A_fault_tells_the_byte_also_behind_line_breaks()
    {
        Assert.False(Session().TryRead("{\n\"a\":\n  x}"u8.ToArray(), out var fault));
        Assert.Equal(9, fault!.ByteOffset);
    }

    [Fact]
    public void A_session_reads_on_after_a_fault()
    {
        var session = Session();
        Assert.False(session.TryRead("{\"a\":{\"b\":{\"c\":\"x\"}},"u8.ToArray(), out _));

        Assert.True(session.TryRead("{\"a\":1}"u8.ToArray(), out _));
        Assert.Empty(session.Match().ToArray());
        Assert.True(session.TryRead("{\"a\":{\"b\":{\"c\":\"x\"}}}"u8.ToArray(), out _));
        Assert.Equal([0], session.Match().ToArray());
    }

    [Fact]
    public void A_regular_expression_that_runs_out_of_time_is_counted()
    {
        var slow = Session(Rule.Replace("(?=a)(x+)+y$", "(?=a)a(x+)+y$", StringComparison.Ordinal));
        Assert.True(slow.TryRead(Encoding.UTF8.GetBytes($$"""{"a":"a{{new string('x', 40)}}!"}"""), out _));
        Assert.Empty(slow.Match().ToArray());
        Assert.NotEqual(0, slow.RegexTimeouts);
    }

    private static MatchSession Session(string rule = Rule)
    {
        var rules = RuleSetLoader.Load([new RuleSource("rule.yml", rule)]);
        Assert.Empty(rules.Diagnostics);
        return RuleMatcher.Compile(rules, [], [], out _).OpenSession();
    }

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);
}
