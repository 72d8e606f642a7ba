using System.Buffers.Binary;
using System.Buffers.Text;

namespace CloudTrailLambda.Benchmarks.Generation.Templates;

/// <summary>A UUID of version 4.</summary>
internal sealed class Uuid(ValueScope scope, ulong salt, int poolSize) : Placeholder
{
    public override int Write(Span<byte> target, RecordContext context) =>
        Write(target, context.Key(scope, salt, poolSize));

    public static int Write(Span<byte> target, ulong key)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, SplitMix64.Mix(key));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], SplitMix64.Mix(key + SplitMix64.Gamma));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        Utf8Formatter.TryFormat(new Guid(bytes, bigEndian: true), target, out var written);
        return written;
    }
}
