using System.Buffers;

namespace CloudTrailLambda.Detection.Reading;

/// <summary>JSON's white space.</summary>
internal static class JsonSpace
{
    public static SearchValues<byte> Bytes { get; } = SearchValues.Create(" \t\r\n"u8);

    /// <summary>White space and the commas between the elements of an array.</summary>
    public static SearchValues<byte> AndCommas { get; } = SearchValues.Create(" \t\r\n,"u8);
}
