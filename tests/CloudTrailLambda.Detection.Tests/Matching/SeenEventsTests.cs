using System.Text;
using CloudTrailLambda.Detection.Matching;

namespace CloudTrailLambda.Detection.Tests.Matching;

public sealed class SeenEventsTests
{
    [Fact]
    public void The_table_answers_as_a_hash_set_does()
    {
        var random = new Random(7);
        var table = new EventIdTable();
        var expected = new HashSet<EventIdKey>();
        for (var i = 0; i < 60_000; i++)
        {
            // Few different bits, and zero, which marks a free slot.
            var key = new EventIdKey((ulong)random.Next(3_000), (ulong)random.Next(3) * (ulong)random.Next(40));
            Assert.Equal(expected.Contains(key), table.Contains(key));
            Assert.Equal(expected.Add(key), table.Add(key));
            Assert.Equal(expected.Count, table.Count);
            if (i != 40_000) continue;
            table.Clear();
            expected.Clear();
        }
    }

    [Fact]
    public void An_id_is_new_once_whatever_its_form()
    {
        var seen = new SeenEvents();
        string[] ids = ["7c1c0f6e-9a3e-4b53-8a39-0f6a2c1d9e11", "7c1c0f6e-9a3e-4b53-8a39-0f6a2c1d9e12", "00000000-0000-0000-0000-000000000000", "not a uuid", "", "é"];
        foreach (var id in ids) Assert.True(seen.Add(Encoding.UTF8.GetBytes(id)), id);
        foreach (var id in ids) Assert.False(seen.Add(Encoding.UTF8.GetBytes(id)), id);
    }

    [Fact]
    public void Many_threads_agree_on_who_came_first()
    {
        const int Ids = 20_000;
        var seen = new SeenEvents();
        var firsts = 0;
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < Ids; i++)
            {
                if (seen.Add(Encoding.UTF8.GetBytes($"event {i}"))) Interlocked.Increment(ref firsts);
            }
        });

        Assert.Equal(Ids, firsts);
    }

    [Fact]
    public void Memory_is_bounded_and_recent_ids_are_known()
    {
        var seen = new SeenEvents(maxIdsPerGeneration: 100);
        var id = new byte[36];
        const int Ids = 10_000;
        for (var i = 0; i < Ids; i++)
        {
            _ = GuidOf(i).TryFormat(id, out var _);
            Assert.True(seen.Add(id));
        }

        _ = GuidOf(Ids - 1).TryFormat(id, out var _);
        Assert.False(seen.Add(id));
        _ = GuidOf(0).TryFormat(id, out var _);
        Assert.True(seen.Add(id), "the oldest ids are forgotten");
    }

    private static Guid GuidOf(int i)
    {
        // Spread like random ones, and different for each number.
        var low = (ulong)(i + 1) * 0x9E3779B97F4A7C15;
        var high = (ulong)(i + 1) * 0xC2B2AE3D27D4EB4F;
        return new Guid((int)low, (short)(low >> 32), (short)(low >> 48), BitConverter.GetBytes(high));
    }
}
