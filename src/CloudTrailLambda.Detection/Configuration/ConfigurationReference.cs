using System.Text;
using CloudTrailLambda.Detection.Correlation;

namespace CloudTrailLambda.Detection.Configuration;

/// <summary>A page that leads to a resource, or to one item of it.</summary>
/// <param name="Series">The resource's series.</param>
/// <param name="Key">The item's page; 0 when the resource is meant.</param>
/// <param name="Type">The resource's type.</param>
/// <param name="IsByName">Whether it leads there by the resource's name, which is no id: other resources may have the same.</param>
internal sealed record ConfigurationReference(string Series, long Key, string Type, bool IsByName)
{
    /// <summary>The number of the page that it stands on.</summary>
    public long PageKey => ConfigurationSeries.KeyOf($"{Series}@{Key}");

    /// <summary>Puts it on its page, and renews it while it is used.</summary>
    public NewContent? Merge(ReadOnlyMemory<byte>? content, DateTimeOffset now, TimeSpan kept)
    {
        if (content is { } bytes && Read(bytes) is { } there && there.ExpiresAt - now > kept / 2 && (!there.Reference.IsByName || IsByName)) return null;
        var expiresAt = EventTimes.Add(now, kept);
        return new NewContent(Write(expiresAt), expiresAt);
    }

    /// <summary>Reads a page; <see langword="null"/> for one that is damaged: it leads nowhere, and is written anew.</summary>
    public static (ConfigurationReference Reference, DateTimeOffset ExpiresAt)? Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var bytes = new MemoryStream(content.ToArray(), writable: false);
            using var reader = new BinaryReader(bytes, Encoding.UTF8);
            var expiresAt = DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64());
            return (new ConfigurationReference(reader.ReadString(), reader.ReadInt64(), reader.ReadString(), reader.ReadBoolean()), expiresAt);
        }
        catch (Exception damage) when (damage is EndOfStreamException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private byte[] Write(DateTimeOffset expiresAt)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(expiresAt.ToUnixTimeSeconds());
            writer.Write(Series);
            writer.Write(Key);
            writer.Write(Type);
            writer.Write(IsByName);
        }

        return content.ToArray();
    }
}
