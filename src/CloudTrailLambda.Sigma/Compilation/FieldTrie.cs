using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CloudTrailLambda.Sigma.Conditions;

namespace CloudTrailLambda.Sigma.Compilation;

/// <summary>
/// Every field path that any rule reads, as a tree of property names. A record is walked along it once; where a path
/// ends, a numbered slot is filled. What is not in the tree is skipped without a look.
/// </summary>
internal sealed class FieldTrie
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    public TrieNode Root { get; } = new();

    public int SlotCount => _slots.Count;

    /// <summary>The slot of a path; adds the path when it is new.</summary>
    public int SlotOf(FieldPath path)
    {
        if (_slots.TryGetValue(path.Text, out var slot)) return slot;
        slot = _slots.Count;
        _slots.Add(path.Text, slot);
        NodeOf(path).Slot = slot;
        return slot;
    }

    /// <summary>The place of a path, whether or not anybody reads it; adds it when it is new.</summary>
    public TrieNode NodeOf(FieldPath path)
    {
        var node = Root;
        foreach (var segment in path.Segments) node = node.ChildOrNew(segment);
        return node;
    }
}

/// <summary>A property name's place in the <see cref="FieldTrie"/>.</summary>
internal sealed class TrieNode
{
    public const int NoSlot = -1;

    // Children by the length of their name, told apart by their first eight bytes: names at one level of a record seldom
    // share both, so that one comparison of integers decides. A hash would have to read every byte of every name.
    private Child[][] _byLength = [];

    /// <summary>The slot of the path that ends here, or <see cref="NoSlot"/>.</summary>
    public int Slot { get; set; } = NoSlot;

    /// <summary>Whether empty text here is as good as null.</summary>
    public bool IsNullWhenBlank { get; set; }

    public bool HasChildren => _byLength.Length > 0;

    /// <summary>The child with this name (unescaped UTF-8), or <see langword="null"/>.</summary>
    public TrieNode? Find(ReadOnlySpan<byte> name)
    {
        var byLength = _byLength;
        if ((uint)name.Length >= (uint)byLength.Length) return null;
        var candidates = byLength[name.Length];
        if (candidates.Length == 0) return null;
        var prefix = Prefix(name);
        foreach (ref readonly var child in candidates.AsSpan())
        {
            if (child.Prefix == prefix && (name.Length <= sizeof(ulong) || name[sizeof(ulong)..].SequenceEqual(child.Rest))) return child.Node;
        }

        return null;
    }

    public TrieNode ChildOrNew(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        if (Find(utf8) is { } existing) return existing;
        if (utf8.Length >= _byLength.Length)
        {
            var oldLength = _byLength.Length;
            Array.Resize(ref _byLength, utf8.Length + 1);
            Array.Fill(_byLength, [], oldLength, _byLength.Length - oldLength);
        }

        var node = new TrieNode();
        _byLength[utf8.Length] = [.. _byLength[utf8.Length], new Child(Prefix(utf8), utf8.Length <= sizeof(ulong) ? [] : utf8[sizeof(ulong)..], node)];
        return node;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Prefix(ReadOnlySpan<byte> name)
    {
        if (name.Length >= sizeof(ulong)) return MemoryMarshal.Read<ulong>(name);
        if (name.Length >= sizeof(uint))
        {
            // Two reads that overlap in the middle cover four to seven bytes.
            return MemoryMarshal.Read<uint>(name) | ((ulong)MemoryMarshal.Read<uint>(name[^sizeof(uint)..]) << 32);
        }

        var prefix = 0UL;
        foreach (var b in name) prefix = (prefix << 8) | b;
        return prefix;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Child(ulong Prefix, byte[] Rest, TrieNode Node);
}
