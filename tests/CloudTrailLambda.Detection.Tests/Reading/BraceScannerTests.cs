using System.Text;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Reading;

public sealed class BraceScannerTests
{
    [Fact]
    public void The_vectors_find_what_the_bytewise_scan_finds()
    {
        var random = new Random(20);
        var alphabet = "{{{}\"\\ab"u8.ToArray();
        var found = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = random.GetItems(alphabet[..(random.Next(2) == 0 ? alphabet.Length : 5)], random.Next(400));
            var fast = default(BraceScanner);
            var slow = default(BraceScanner);
            for (var at = 0; at < bytes.Length;)
            {
                var piece = bytes.AsSpan(at, Math.Min(random.Next(1, 300), bytes.Length - at));
                var expected = slow.FindEndBytewise(piece);
                Assert.Equal(expected, fast.FindEnd(piece));
                if (expected >= 0)
                {
                    found++;
                    break;
                }

                Assert.Equal(slow, fast);
                at += piece.Length;
            }
        }

        Assert.InRange(found, 2_000, 18_000);
    }

    [Theory]
    [InlineData("""{}x""", 2)]
    [InlineData("""{"a":"}"}""", 9)]
    [InlineData("""{"a":"\"}"}""", 11)]
    [InlineData("""{"a":"\\"}}""", 10)]
    [InlineData("""{"a":{"b":{}}}""", 14)]
    [InlineData("""{"a":"}""", -1)]
    public void An_object_ends_where_its_brace_closes_outside_strings(string json, int end)
    {
        var scanner = default(BraceScanner);
        Assert.Equal(end, scanner.FindEndBytewise(Encoding.UTF8.GetBytes(json)));

        // The same in the middle of the blocks: behind 100 nested bytes of text.
        var text = new string(' ', 100);
        scanner = default;
        var deep = Encoding.UTF8.GetBytes($"{text}{json}{text}");
        Assert.Equal(end < 0 ? -1 : end + 100, scanner.FindEnd(deep));
    }

    [Fact]
    public void The_masks_have_each_byte_in_its_place()
    {
        for (var place = 0; place < BraceMasks.BlockBytes; place++)
        {
            foreach (var wanted in "\"\\{}")
            {
                var block = new byte[BraceMasks.BlockBytes];
                block[place] = (byte)wanted;
                var bit = 1UL << place;
                var expected = new BraceMasks(
                    wanted == '"' ? bit : 0, wanted == '\\' ? bit : 0, wanted == '{' ? bit : 0, wanted == '}' ? bit : 0);
                Assert.Equal(expected, BraceMasks.Of(block));
            }
        }
    }
}
