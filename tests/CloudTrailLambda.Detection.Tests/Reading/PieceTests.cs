using System.Text;

namespace CloudTrailLambda.Detection.Tests.Reading;

public sealed class PieceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task One_byte_at_a_time_gives_the_same_as_one_read(int seed)
    {
        var content = Encoding.UTF8.GetBytes(Content(new Random(seed), 12));

        await AssertSameAsync(content, () => 1);
    }

    [Fact]
    public async Task Pieces_of_any_size_give_the_same_as_one_read()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var content = Encoding.UTF8.GetBytes(Content(random, random.Next(60)));
            if (random.Next(3) == 0 && content.Length > 0)
            {
                content[random.Next(content.Length)] = (byte)random.Next(256);
            }

            await AssertSameAsync(random.Next(2) == 0 ? content : LogWalk.Gzip(content), () => random.Next(1, 700));
        }
    }

    private static string Content(Random random, int count)
    {
        var records = SampleRecords.Many(random, count);
        return random.Next(4) switch
        {
            0 => SampleRecords.Wrap(records),
            1 => $"[{string.Join(", ", records)}]",
            2 => string.Join('\n', records),
            _ => $$"""{"before":{"a":["{{new string('x', random.Next(9000))}}"]},"Records":[{{string.Join(',', records)}}],"after":"Records"}""",
        };
    }

    private static async Task AssertSameAsync(byte[] content, Func<int> pieceBytes)
    {
        var whole = await LogWalk.OfAsync(content);
        var pieces = await LogWalk.OfAsync(new PiecewiseStream(content, pieceBytes));

        Assert.Equal(whole.Records, pieces.Records, StringComparer.Ordinal);
        Assert.Equal(whole.Places, pieces.Places);
        Assert.Equal(whole.Told, pieces.Told, StringComparer.Ordinal);
    }
}
