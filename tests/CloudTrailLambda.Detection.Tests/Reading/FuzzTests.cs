using System.Text;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Detection.Tests.Reading;

public sealed class FuzzTests
{
    private const int Rounds = 2_500;

    /// <summary>So far into a record its marker reaches at most, in an indented one.</summary>
    private const int MarkerBytes = 24;

    /// <summary>
    /// What holds: whatever happens to the bytes inside one record, all other records are delivered whole and in order, as long as no new
    /// record marker comes of it and the object has shown one before (the first record keeps its own). The broken record may come as
    /// valid objects or not at all. One case cannot be told from a good record: cut inside an array, a last record becomes one valid object
    /// with all that follow as elements; then the file is reported to end too early.
    /// </summary>
    [Fact]
    public async Task Damage_inside_one_record_leaves_all_others()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var records = SampleRecords.Many(random, 12);
            var hit = random.Next(records.Count);
            var before = Encoding.UTF8.GetBytes("{\"Records\":[" + string.Concat(records.Take(hit).Select(record => record + ",")));
            var after = Encoding.UTF8.GetBytes(string.Concat(records.Skip(hit + 1).Select(record => "," + record)) + "]}");
            var kept = hit == 0 ? MarkerBytes : 0;
            var struck = Encoding.UTF8.GetBytes(records[hit]);
            byte[] damaged = [.. struck[..kept], .. Mutate(random, struck[kept..])];
            var walk = await LogWalk.OfAsync([.. before, .. damaged, .. after]);

            records.RemoveAt(hit);
            var others = walk.Records.Where(records.Contains).ToList();
            var swallowed = walk.Records.Any(record => record.EndsWith(Encoding.UTF8.GetString(after)[..^2] + "]}", StringComparison.Ordinal))
                && walk.Faults.Any(fault => fault.Kind == ReadFaultKind.Truncated);
            Assert.True(
                records.SequenceEqual(others, StringComparer.Ordinal) || swallowed, $"seed {seed}: {Encoding.UTF8.GetString(damaged)}");
        }
    }

    /// <summary>Nothing that is done to a stored file makes the reader throw, hang or deliver what the strict walk refuses.</summary>
    [Fact]
    public async Task Damage_anywhere_neither_throws_nor_hangs()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var records = SampleRecords.Many(random, 8);
            var content = Encoding.UTF8.GetBytes(random.Next(2) == 0 ? SampleRecords.Wrap(records) : string.Join('\n', records));
            var stored = random.Next(2) == 0 ? LogWalk.Gzip(content) : content;
            for (var times = random.Next(1, 4); times > 0 && stored.Length > 0; times--)
            {
                stored = Mutate(random, stored);
            }

            var walk = await LogWalk.OfAsync(random.Next(4) == 0 ? stored[..random.Next(stored.Length + 1)] : stored);
            Assert.All(walk.Records, record => Assert.Null(LogWalk.Problem(Encoding.UTF8.GetBytes(record))));
            Assert.True(walk.Faults.Count > 0 || walk.Records.Count > 0 || stored.Length > 0, $"seed {seed}: nothing was told");
        }
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        var at = random.Next(bytes.Length);
        var count = Math.Min(random.Next(1, 12), bytes.Length - at);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                return [.. bytes[..at], .. bytes[(at + count)..]];
            case 2:
                return [.. bytes[..at], .. random.GetItems("{}[]\",:\\ x1"u8.ToArray(), count), .. bytes[at..]];
            case 3:
                return bytes[..at];
            default:
                bytes[at] = random.GetItems("{}[]\",:\\"u8.ToArray(), 1)[0];
                return bytes;
        }
    }
}
