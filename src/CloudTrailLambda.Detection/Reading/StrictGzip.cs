using System.IO.Compression;

namespace CloudTrailLambda.Detection.Reading;

/// <summary>
/// GZipStream takes a truncated file for a complete one unless this runtime switch is on. The runtime reads the switch once, when a
/// process first inflates, so the executables should set it in their runtime configuration as well. The alternative, an own gzip
/// framing over DeflateStream, fails because DeflateStream does not tell where a member ends.
/// </summary>
internal static class StrictGzip
{
    private const string Switch = "System.IO.Compression.UseStrictValidation";

    static StrictGzip()
    {
        AppContext.SetSwitch(Switch, isEnabled: true);
        if (!RefusesTruncation())
        {
            throw new InvalidOperationException($"Set {Switch} in the runtime configuration: something inflated before it could be set here.");
        }
    }

    /// <summary>An inflater that throws at truncation.</summary>
    /// <exception cref="TypeInitializationException">The switch came too late; reading on would lose records silently.</exception>
    public static GZipStream Inflate(Stream stored) => new(stored, CompressionMode.Decompress);

    private static bool RefusesTruncation()
    {
        // A gzip header with nothing after it.
        using var cut = new MemoryStream([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0]);
        using var inflater = new GZipStream(cut, CompressionMode.Decompress);
        try
        {
            return inflater.ReadByte() >= 0;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
