using CloudTrailLambda.Aws.S3;
using CloudTrailLambda.Detection.Reading;

namespace CloudTrailLambda.Aws.Tests.S3;

public sealed class S3RegionTests
{
    private const string Away = "logs.s3.us-east-1.amazonaws.com";
    private const string There = "logs.s3.eu-west-1.amazonaws.com";

    [Theory]
    [InlineData(301, "PermanentRedirect", true)]
    [InlineData(301, "PermanentRedirect", false)]
    [InlineData(400, "AuthorizationHeaderMalformed", true)]
    [InlineData(400, "IllegalLocationConstraintException", false)]
    public async Task A_bucket_in_another_region_is_found_once_and_read_there(int status, string code, bool namesRegion)
    {
        var s3 = new FakeS3(request => request.RequestUri!.Host == There ? FakeS3.Object("content", "eu-west-1")
            : FakeS3.Error(status, request.Method == HttpMethod.Head ? "" : code, regionHeader: namesRegion || request.Method == HttpMethod.Head ? "eu-west-1" : null));
        using var clients = s3.Clients();
        var objects = new S3LogObjects(clients, TimeProvider.System);

        Assert.Equal("content", await ReadAsync(objects));
        Assert.Equal(There, s3.Requests.Last()["GET ".Length..]);
        var asked = s3.Requests.Count;

        Assert.Equal("content", await ReadAsync(objects));
        Assert.Equal([$"GET {There}"], s3.Requests.Skip(asked));
    }

    [Fact]
    public async Task A_bucket_whose_region_cannot_be_learnt_is_an_error_that_names_the_setting()
    {
        var s3 = new FakeS3(request => FakeS3.Error(301, request.Method == HttpMethod.Head ? "" : "PermanentRedirect"));
        using var clients = s3.Clients();

        var e = await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(new S3LogObjects(clients, TimeProvider.System)));

        Assert.Equal("bucket 'logs' is in another region, and S3 does not say in which. Set AWS_REGION to it", e.Message);
        Assert.All(s3.Requests, request => Assert.EndsWith(Away, request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirects_in_a_circle_come_to_an_end()
    {
        var s3 = new FakeS3(request => FakeS3.Error(301, "PermanentRedirect", regionHeader: request.RequestUri!.Host == Away ? "eu-west-1" : "us-east-1"));
        using var clients = s3.Clients();

        await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(new S3LogObjects(clients, TimeProvider.System)));

        Assert.InRange(s3.Requests.Count, 2, 6);
    }

    private static async Task<string> ReadAsync(S3LogObjects objects)
    {
        await using var stream = await objects.OpenAsync(new LogObject("s3://logs/AWSLogs/a.json"), CancellationToken.None);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
