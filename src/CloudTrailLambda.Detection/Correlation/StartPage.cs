using System.Buffers.Binary;

namespace CloudTrailLambda.Detection.Correlation;

/// <summary>A page that remembers when something was first seen. It is renewed in time, as long as it is used.</summary>
internal sealed class StartPage(string series, DateTimeOffset seen, TimeSpan kept)
{
    public const long Key = 0;
    private const int ContentBytes = 16;

    public string Series => series;

    /// <summary>The earliest time, the page's included once it was merged.</summary>
    public DateTimeOffset Earliest { get; private set; } = seen;

    public NewContent? Merge(ReadOnlyMemory<byte>? content, DateTimeOffset now)
    {
        var isNews = true;
        if (content is { Length: ContentBytes } bytes)
        {
            var (earliest, expires) = (Read(bytes.Span), Read(bytes.Span[8..]));
            isNews = Earliest < earliest || expires - now < kept / 2;
            Earliest = Earliest < earliest ? Earliest : earliest;
        }

        if (!isNews) return null;
        var expiresAt = EventTimes.Add(now, kept);
        var written = new byte[ContentBytes];
        BinaryPrimitives.WriteInt64BigEndian(written, Earliest.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(written.AsSpan(8), expiresAt.UtcTicks);
        return new NewContent(written, expiresAt);
    }

    private static DateTimeOffset Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt64BigEndian(bytes), TimeSpan.Zero);
}
