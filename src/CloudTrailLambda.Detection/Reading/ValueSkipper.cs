namespace CloudTrailLambda.Detection.Reading;

/// <summary>Passes over one JSON value of any kind, piece by piece: an array element that is no record.</summary>
internal struct ValueSkipper
{
    private int _depth;
    private bool _begun;
    private bool _inString;
    private bool _escaped;

    /// <summary>Passes over the next piece.</summary>
    /// <param name="bytes">At first from the value's first byte on.</param>
    /// <param name="consumed">How much of <paramref name="bytes"/> belongs to the value.</param>
    /// <returns>Whether the value's end was found.</returns>
    public bool Skip(ReadOnlySpan<byte> bytes, out int consumed)
    {
        for (consumed = 0; consumed < bytes.Length; consumed++)
        {
            var b = bytes[consumed];
            if (_inString)
            {
                _inString = b != (byte)'"' || _escaped;
                _escaped = b == (byte)'\\' && !_escaped;
                if (!_inString && _depth == 0)
                {
                    consumed++;
                    return true;
                }
            }
            else if (EndsBefore(b))
            {
                return true;
            }
            else
            {
                _begun = true;
                _inString = b == (byte)'"';
                _depth += b is (byte)'[' or (byte)'{' ? 1 : b is (byte)']' or (byte)'}' ? -1 : 0;
                if (_depth == 0 && b is (byte)']' or (byte)'}')
                {
                    consumed++;
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A number, a literal or garbage has no closing byte of its own.</summary>
    private readonly bool EndsBefore(byte b) =>
        _begun && _depth == 0 && b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'
            or (byte)',' or (byte)':' or (byte)']' or (byte)'}' or (byte)'[' or (byte)'{' or (byte)'"';
}
