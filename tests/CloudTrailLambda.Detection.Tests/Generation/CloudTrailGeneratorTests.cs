using System.Security.Cryptography;
using System.Text.Json;
using CloudTrailLambda.Benchmarks.Generation;

namespace CloudTrailLambda.Detection.Tests.Generation;

public sealed class CloudTrailGeneratorTests
{
    private const int Million = 1_000_000;

    /// <summary>
    /// Fails when the traffic is changed on purpose, too: then figures from before cannot be compared with those after.
    /// </summary>
    [Fact]
    public void The_bytes_of_a_seed_are_the_same_on_every_machine()
    {
        var bytes = GeneratedSample.Generate(seed: 42, 2_000, new GeneratorOptions(), out _);

        Assert.Equal(
            "",
            Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public void Another_seed_gives_other_records()
    {
        var one = GeneratedSample.Generate(seed: 1, 10, new GeneratorOptions(), out _);
        var other = GeneratedSample.Generate(seed: 2, 10, new GeneratorOptions(), out _);

        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(333)]
    public void The_totals_say_what_was_written(int count)
    {
        var bytes = GeneratedSample.Generate(seed: 3, count, new GeneratorOptions(), out var totals);
        using var document = JsonDocument.Parse(bytes);

        Assert.Equal(count, document.RootElement.GetProperty("Records").GetArrayLength());
        Assert.Equal(count, totals.Records);
        Assert.Equal(bytes.Length, totals.Bytes);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3_000, 5, 45)]
    [InlineData(Million, 6_000, 6_000)]
    public void Attacks_are_planted_at_the_rate_asked_for(int perMillion, int least, int most)
    {
        var options = new GeneratorOptions { AttacksPerMillion = perMillion };
        var bytes = GeneratedSample.Generate(seed: 4, 6_000, options, out var totals);
        using var document = JsonDocument.Parse(bytes);
        var found = document.RootElement.GetProperty("Records").EnumerateArray().Count(IsAttack);

        Assert.Equal(totals.Attacks, found);
        Assert.InRange(found, least, most);
    }

    [Fact]
    public void Memory_is_bounded_because_no_more_than_a_chunk_is_held_back()
    {
        using var stream = new LargestWrite();

        var totals = new CloudTrailGenerator(5, new GeneratorOptions()).WriteRecords(stream, 2_000);

        Assert.Equal(totals.Bytes, stream.Total);
        Assert.InRange(stream.Largest, 1, 128 * 1024);
    }

    /// <summary>What only the planted calls do: the rest of the traffic has none of these.</summary>
    private static bool IsAttack(JsonElement record) => record.Text("eventName") switch
    {
        "ConsoleLogin" => record.Text("responseElements", "ConsoleLogin") is "Failure",
        "AuthorizeSecurityGroupIngress" => record.GetRawText().Contains("0.0.0.0/0", StringComparison.Ordinal),
        "StopLogging" or "DeleteTrail" or "DeleteDetector" or "DeleteFlowLogs" or "ModifySnapshotAttribute"
            or "PutBucketPolicy" or "CreateUser" or "CreateAccessKey" or "CreateLoginProfile" or "AttachUserPolicy"
            or "PutUserPolicy" or "UpdateAssumeRolePolicy" => true,
        _ => false,
    };

    private sealed class LargestWrite : MemoryStream
    {
        public int Largest { get; private set; }

        public long Total { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Largest = Math.Max(Largest, buffer.Length);
            Total += buffer.Length;
        }
    }
}
