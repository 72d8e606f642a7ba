using System.Buffers;
using System.Collections.Frozen;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>
/// One of many ASCII literals, ignoring case: equal to one of them, or containing one. Made ready when it is first asked: most of a large
/// rule set is not asked for long after the start.
/// </summary>
internal static class LiteralSetMatcher
{
    public static TextMatcher Of(string[] literals, TextRelation relation) =>
        relation == TextRelation.Equals ? new EqualToAny(literals) : new ContainsAny(literals);

    private sealed class EqualToAny(string[] literals) : TextMatcher
    {
        private FrozenSet<string>? _literals;

        public override int Cost => 5;

        // Several threads may make it at once; each is the same.
        public override bool IsMatch(ReadOnlySpan<byte> text, RecordFields buffers) =>
            (_literals ??= literals.ToFrozenSet(StringComparer.OrdinalIgnoreCase)).GetAlternateLookup<ReadOnlySpan<char>>().Contains(buffers.Decode(text));
    }

    private sealed class ContainsAny(string[] literals) : TextMatcher
    {
        private SearchValues<string>? _literals;

        public override int Cost => 8;

        public override bool IsMatch(ReadOnlySpan<byte> text, RecordFields buffers) =>
            buffers.Decode(text).ContainsAny(_literals ??= SearchValues.Create(literals, StringComparison.OrdinalIgnoreCase));
    }
}
