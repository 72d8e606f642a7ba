using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace CloudTrailLambda.Sigma.Matching;

/// <summary>
/// A network that texts can be looked up in. IPv4 addresses, nearly all there are, are read here without making an
/// object; the dotted form must be complete, so that "10.1" is no address.
/// </summary>
internal readonly struct IpRange
{
    private readonly bool _isV4;
    private readonly UInt128 _base;
    private readonly UInt128 _mask;

    private IpRange(bool isV4, UInt128 address, UInt128 mask)
    {
        _isV4 = isV4;
        _base = address & mask;
        _mask = mask;
    }

    public static IpRange Of(IPNetwork network)
    {
        var isV4 = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork;
        var hostBits = (isV4 ? 32 : 128) - network.PrefixLength;
        // Shifting by the full width leaves a value as it is, so the whole network needs its own case.
        var mask = hostBits == 128 ? UInt128.Zero : UInt128.MaxValue << hostBits;
        return new IpRange(isV4, ToNumber(network.BaseAddress), mask);
    }

    public bool Contains(ReadOnlySpan<byte> text)
    {
        if (_isV4) return TryParseV4(text, out var v4) && (v4 & _mask) == _base;
        // With brackets or a zone it is not the address alone, though IPAddress would read it.
        return text.Contains((byte)':')
            && !text.ContainsAny((byte)'[', (byte)'%')
            && IPAddress.TryParse(text, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6
            && (ToNumber(address) & _mask) == _base;
    }

    private static UInt128 ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static bool TryParseV4(ReadOnlySpan<byte> text, out UInt128 address)
    {
        var (number, octet, digits, dots) = (0u, 0u, 0, 0);
        address = default;
        foreach (var b in text)
        {
            if (b is >= (byte)'0' and <= (byte)'9' && digits < 3)
            {
                octet = (10 * octet) + (uint)(b - '0');
                digits++;
            }
            else if (b == (byte)'.' && digits > 0 && octet <= 255 && dots < 3)
            {
                number = (number << 8) | octet;
                (octet, digits) = (0, 0);
                dots++;
            }
            else
            {
                return false;
            }
        }

        address = (number << 8) | octet;
        return dots == 3 && digits > 0 && octet <= 255;
    }
}
