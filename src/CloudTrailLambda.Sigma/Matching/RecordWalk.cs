using System.Text.Json;
using CloudTrailLambda.Sigma.Compilation;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>The one pass over a record's tokens: follows the trie and fills the slots.</summary>
internal static class RecordWalk
{
    /// <summary>CloudTrail records nest about ten deep. Deeper than this is refused, as the parser of System.Text.Json would at 64.</summary>
    public const int MaxDepth = 128;

    /// <summary>JSON inside text inside JSON: policies are one level; more than two is somebody's joke.</summary>
    private const int MaxTextLevels = 2;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Walks a record. The record must be one JSON object.</summary>
    /// <exception cref="JsonException">It is not; the slots are in no useful state then.</exception>
    public static void Walk(RecordFields fields, TrieNode root)
    {
        var json = fields.Record.Span;
        var reader = new Utf8JsonReader(json, ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a record is a JSON object");
        new Source(fields, BaseOffset: 0, TextLevel: 0).WalkObject(ref reader, root);
        if (reader.Read()) throw new JsonException("there is content after the record");
    }

    /// <summary>What is being walked: the record itself, or JSON in a text that was unescaped into the scratch buffer.</summary>
    private readonly record struct Source(RecordFields Fields, int BaseOffset, int TextLevel)
    {
        private bool IsScratch => TextLevel > 0;

        public void WalkObject(ref Utf8JsonReader reader, TrieNode node)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var child = reader.ValueIsEscaped
                    ? Find(node, Fields.UnescapeLeaf(reader.ValueSpan))
                    : Find(node, reader.ValueSpan);
                reader.Read();
                if (child is not null) WalkValue(ref reader, child);
                else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
            }
        }

        // A property whose name holds dots stands for the path that it spells.
        private static TrieNode? Find(TrieNode node, ReadOnlySpan<byte> name)
        {
            var child = node.Find(name);
            if (child is not null || !name.Contains((byte)'.')) return child;
            foreach (var segment in name.Split((byte)'.'))
            {
                node = node.Find(name[segment])!;
                if (node is null) return null;
            }

            return node;
        }

        private void WalkValue(ref Utf8JsonReader reader, TrieNode node)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    WalkObjectValue(ref reader, node);
                    break;
                case JsonTokenType.StartArray:
                    // The array itself is a value too, so that `exists` and `null` see an empty one.
                    if (node.Slot != TrieNode.NoSlot) Add(node, ValueKind.Array, start: 0, length: 0, isEscaped: false);
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) WalkValue(ref reader, node);
                    break;
                case JsonTokenType.String:
                    var text = reader.ValueSpan;
                    if (node.Slot != TrieNode.NoSlot) Add(node, ValueKind.String, (int)reader.TokenStartIndex + 1, text.Length, reader.ValueIsEscaped);
                    if (node.HasChildren && MayBeJson(text)) WalkText(text, reader.ValueIsEscaped, node);
                    break;
                default:
                    if (node.Slot != TrieNode.NoSlot) Add(node, KindOf(reader.TokenType), (int)reader.TokenStartIndex, reader.ValueSpan.Length, isEscaped: false);
                    break;
            }
        }

        private void WalkObjectValue(ref Utf8JsonReader reader, TrieNode node)
        {
            var index = node.Slot == TrieNode.NoSlot
                ? RecordFields.None
                : Add(node, ValueKind.Object, (int)reader.TokenStartIndex, length: 0, isEscaped: false);
            if (node.HasChildren) WalkObject(ref reader, node);
            else reader.Skip();
            if (index != RecordFields.None) Fields.SetEnd(index, BaseOffset + (int)reader.BytesConsumed);
        }

        private static bool LooksLikeJson(ReadOnlySpan<byte> text) => FirstVisible(text) is (byte)'{' or (byte)'[';

        // A line break before the JSON is an escape as long as the text is escaped; what it hides shows when it is not.
        private static bool MayBeJson(ReadOnlySpan<byte> escaped) => FirstVisible(escaped) is (byte)'{' or (byte)'[' or (byte)'\\';

        private static byte FirstVisible(ReadOnlySpan<byte> text)
        {
            var start = text.TrimStart(" \t\r\n"u8);
            return start.IsEmpty ? default : start[0];
        }

        // Policies arrive as text that holds JSON. Text that only looks like JSON is text, and nothing found in it stays.
        // Text without escapes holds no quotes, hence no property.
        private void WalkText(ReadOnlySpan<byte> text, bool isEscaped, TrieNode node)
        {
            if (TextLevel == MaxTextLevels || !isEscaped) return;
            var (offset, length) = Fields.ToScratch(text);
            if (!LooksLikeJson(Fields.Scratch(offset, length))) return;
            var valuesBefore = Fields.ValueCount;
            try
            {
                var reader = new Utf8JsonReader(Fields.Scratch(offset, length), ReaderOptions);
                reader.Read();
                new Source(Fields, offset, TextLevel + 1).WalkRootOfText(ref reader, node);
                if (reader.Read()) Fields.RollBack(valuesBefore);
            }
            catch (JsonException)
            {
                Fields.RollBack(valuesBefore);
            }
        }

        // The text as a whole is already a value of the node; only what lies below it is new.
        private void WalkRootOfText(ref Utf8JsonReader reader, TrieNode node)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                WalkObject(ref reader, node);
                return;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) WalkRootOfText(ref reader, node);
                else if (reader.TokenType == JsonTokenType.String && MayBeJson(reader.ValueSpan)) WalkText(reader.ValueSpan, reader.ValueIsEscaped, node);
            }
        }

        private int Add(TrieNode node, ValueKind kind, int start, int length, bool isEscaped) =>
            Fields.Add(node.Slot, kind, BaseOffset + start, length, IsScratch, isEscaped);

        private static ValueKind KindOf(JsonTokenType token) => token switch
        {
            JsonTokenType.Number => ValueKind.Number,
            JsonTokenType.True => ValueKind.True,
            JsonTokenType.False => ValueKind.False,
            _ => ValueKind.Null,
        };
    }
}
