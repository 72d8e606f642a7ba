using CloudTrailLambda.Aws.S3;
using CloudTrailLambda.Detection.Reading;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Aws.Tests.S3;

public sealed class S3LogListingTests(MotoS3 s3) : IClassFixture<MotoS3>
{
    [Fact]
    public async Task More_keys_than_a_page_holds_come_once_each_in_order_and_with_their_size()
    {
        var bucket = await s3.MakeBucketAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_050), async (i, _) => await s3.PutAsync(bucket, $"AWSLogs/{i:0000}.json.gz", new byte[i % 7]));
        await s3.PutAsync(bucket, "AWSLogs/README.txt", [1]);
        await using var proxy = await ReverseProxy.StartAsync(s3.Server.Url);

        var found = await ListAsync($"s3://{bucket}/AWSLogs/", proxy.Url);

        Assert.Equal(Enumerable.Range(0, 1_050).Select(i => $"s3://{bucket}/AWSLogs/{i:0000}.json.gz"), found.Select(log => log.Name));
        Assert.Equal(Enumerable.Range(0, 1_050).Select(i => (long?)(i % 7)), found.Select(log => log.SizeBytes));
        Assert.Equal(2, proxy.Requests);
    }

    [Fact]
    public async Task A_page_is_not_asked_for_before_it_is_needed()
    {
        var bucket = await s3.MakeBucketAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_001), async (i, _) => await s3.PutAsync(bucket, $"{i:0000}.json", []));
        await using var proxy = await ReverseProxy.StartAsync(s3.Server.Url);
        using var clients = s3.Clients(proxy.Url);

        await foreach (var _ in new S3LogListing(clients).ListAsync(S3Location.Parse($"s3://{bucket}"), CancellationToken.None)) break;

        Assert.Equal(1, proxy.Requests);
    }

    [Fact]
    public async Task Only_logs_are_found_unless_one_is_named_itself()
    {
        var bucket = await s3.MakeBucketAsync();
        foreach (var key in (string[])["p/", "p/a.json", "p/B.JSON.GZ", "p/c.jsonl", "p/d.gz", "p/e.txt", "p/json", "q/f.json"]) await s3.PutAsync(bucket, key, [1]);

        Assert.Equal(["p/B.JSON.GZ", "p/a.json", "p/c.jsonl", "p/d.gz"], await KeysAsync(bucket, "p/"));
        Assert.Equal(["p/e.txt"], await KeysAsync(bucket, "p/e.txt"));
        Assert.Equal(5, (await KeysAsync(bucket, "")).Count);
    }

    [Fact]
    public async Task Keys_are_told_exactly_whatever_is_in_them()
    {
        var bucket = await s3.MakeBucketAsync();
        string[] keys = ["a b+c%41&amp;.json", "control\u0001.json", "ü😀<x>\"'.json"];
        foreach (var key in keys) await s3.PutAsync(bucket, key, [1]);

        Assert.Equal(keys.Order(StringComparer.Ordinal), await KeysAsync(bucket, ""));
    }

    [Fact]
    public async Task Nothing_is_a_problem_and_which_nothing_is_said()
    {
        var bucket = await s3.MakeBucketAsync();
        await s3.PutAsync(bucket, "docs/README.md", [1]);

        Assert.Equal($"there is nothing in the bucket '{bucket}' whose key begins with 'AWSLogs/'", (await Assert.ThrowsAsync<FileNotFoundException>(() => ListAsync($"s3://{bucket}/AWSLogs/"))).Message);
        Assert.StartsWith("of 1 objects none is a log by its name", (await Assert.ThrowsAsync<FileNotFoundException>(() => ListAsync($"s3://{bucket}/docs/"))).Message, StringComparison.Ordinal);
        Assert.Equal("there is no bucket 'no-such-bucket'", (await Assert.ThrowsAsync<FileNotFoundException>(() => ListAsync("s3://no-such-bucket/"))).Message);
    }

    [Fact]
    public async Task Listing_that_is_denied_says_what_it_needs()
    {
        using var clients = new FakeS3(_ => FakeS3.Error(403, "AccessDenied")).Clients();

        var e = await Assert.ThrowsAsync<UnauthorizedAccessException>(async () =>
            await new S3LogListing(clients).ListAsync(S3Location.Parse("s3://logs/AWSLogs/"), CancellationToken.None).ToListAsync());

        Assert.Equal("AWS denies s3:ListBucket on s3://logs/AWSLogs/ (No). It needs s3:ListBucket on the bucket; a bucket of another account must allow it in its own policy, too", e.Message);
    }

    private async Task<List<LogObject>> ListAsync(string prefix, string? url = null)
    {
        using var clients = s3.Clients(url);
        return await new S3LogListing(clients).ListAsync(S3Location.Parse(prefix), CancellationToken.None).ToListAsync();
    }

    private async Task<List<string>> KeysAsync(string bucket, string prefix) =>
        [.. (await ListAsync($"s3://{bucket}/{prefix}")).Select(log => log.Name[$"s3://{bucket}/".Length..])];
}
