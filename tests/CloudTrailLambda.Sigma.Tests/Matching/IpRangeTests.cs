using System.Net;
using System.Net.Sockets;
using System.Text;
using CloudTrailLambda.Sigma.Matching;

namespace CloudTrailLambda.Sigma.Tests.Matching;

public sealed class IpRangeTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    public void An_address_is_inside_when_the_platform_says_so(int addressBytes)
    {
        var random = new Random(addressBytes);
        var insideCount = 0;
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[addressBytes];
            random.NextBytes(bytes);
            var prefixLength = random.Next((8 * addressBytes) + 1);
            var network = new IPNetwork(new IPAddress(Masked(bytes, prefixLength)), prefixLength);
            // Half of the addresses differ from the network's in one bit, where off-by-one mistakes live.
            if (random.Next(2) == 0) bytes[random.Next(addressBytes)] ^= (byte)(1 << random.Next(8));
            var address = new IPAddress(bytes);

            var isInside = IpRange.Of(network).Contains(Encoding.ASCII.GetBytes(address.ToString()));

            Assert.True(network.Contains(address) == isInside, $"{address} in {network}");
            insideCount += isInside ? 1 : 0;
        }

        Assert.InRange(insideCount, 500, 2900);
    }

    [Theory]
    [InlineData("10.1", "10.0.0", "10.0.0.1.", ".10.0.0.1", "10..0.1", "10.0.0.256", "10.0.0.0001", "10.0.0.1:80", "10.0.0.1/8", "0xA.0.0.1", " 10.0.0.1", "-1.0.0.1", "", "1", "s3.amazonaws.com")]
    public void What_is_no_dotted_quad_is_in_no_network_of_version_4(params string[] texts) =>
        Assert.All(texts, text => Assert.False(IpRange.Of(IPNetwork.Parse("0.0.0.0/0")).Contains(Encoding.ASCII.GetBytes(text)), text));

    [Theory]
    [InlineData("[::1]", "[::1]:443", "fe80::1%2", "fe80::1%eth0", "::1/128", ":", ":::", "1:2:3:4:5:6:7:8:9", "g::1", " ::1", "10.0.0.1", "arn:aws:iam::111122223333:root")]
    public void What_is_no_address_is_in_no_network_of_version_6(params string[] texts) =>
        Assert.All(texts, text => Assert.False(IpRange.Of(IPNetwork.Parse("::/0")).Contains(Encoding.ASCII.GetBytes(text)), text));

    [Fact]
    public void Families_do_not_mix()
    {
        Assert.Equal(AddressFamily.InterNetworkV6, IPNetwork.Parse("::/0").BaseAddress.AddressFamily);
        Assert.False(IpRange.Of(IPNetwork.Parse("::/0")).Contains("10.0.0.1"u8));
        Assert.False(IpRange.Of(IPNetwork.Parse("10.0.0.0/8")).Contains("::ffff:10.0.0.1"u8));
        Assert.True(IpRange.Of(IPNetwork.Parse("::/0")).Contains("::ffff:10.0.0.1"u8));
    }

    private static byte[] Masked(byte[] bytes, int prefixLength) =>
        bytes.Select((octet, i) => (byte)(octet & (0xFF00 >> Math.Clamp(prefixLength - (8 * i), 0, 8)))).ToArray();
}
