using System.Buffers;
using System.Collections.Frozen;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>One of many ASCII literals, ignoring case: equal to one of them, or containing one.</summary>
internal static class LiteralSetMatcher
{
    public static TextMatcher Of(string[] literals, TextRelation relation) =>
        relation == TextRelation.Equals ? new EqualToAny(literals) : new ContainsAny(literals);

    private sealed class EqualToAny(string[] literals) : TextMatcher
    {
        private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _literals =
            literals.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

        public override int Cost => 5;

        public override bool IsMatch(ReadOnlySpan<byte> text, RecordFields buffers) => _literals.Contains(buffers.Decode(text));
    }

    private sealed class ContainsAny(string[] literals) : TextMatcher
    {
        private readonly SearchValues<string> _literals = SearchValues.Create(literals, StringComparison.OrdinalIgnoreCase);

        public override int Cost => 8;

        public override bool IsMatch(ReadOnlySpan<byte> text, RecordFields buffers) => buffers.Decode(text).ContainsAny(_literals);
    }
}
