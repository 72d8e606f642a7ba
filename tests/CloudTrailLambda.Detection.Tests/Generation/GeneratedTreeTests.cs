using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using CloudTrailLambda.Benchmarks.Generation;

namespace CloudTrailLambda.Detection.Tests.Generation;

public sealed partial class GeneratedTreeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("generated-tree");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Files_have_the_names_that_CloudTrail_gives_them_and_hold_one_account_and_region()
    {
        var totals = new CloudTrailGenerator(6, new GeneratorOptions()).WriteTree(_folder.FullName, totalRecords: 1_001, files: 9);

        var files = Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories);
        Assert.Equal(9, files.Length);
        Assert.Equal(1_001, totals.Records);
        var records = 0;
        foreach (var file in files)
        {
            var key = Path.GetRelativePath(_folder.FullName, file).Replace('\\', '/');
            var name = KeyPattern().Match(key);
            Assert.True(name.Success, key);
            using var document = Read(file);
            foreach (var record in document.RootElement.GetProperty("Records").EnumerateArray())
            {
                records++;
                Assert.Equal(name.Groups["account"].Value, record.Text("recipientAccountId"));
                Assert.Equal(name.Groups["region"].Value, record.Text("awsRegion"));
            }
        }

        Assert.Equal(1_001, records);
    }

    [Fact]
    public void Fewer_records_than_files_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new CloudTrailGenerator(6, new GeneratorOptions()).WriteTree(_folder.FullName, totalRecords: 2, files: 3));

    private static JsonDocument Read(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        return JsonDocument.Parse(gzip);
    }

    [GeneratedRegex(
        @"^AWSLogs/(?<account>\d{12})/CloudTrail/(?<region>[a-z0-9-]+)/(?<year>\d{4})/(?<month>\d\d)/(?<day>\d\d)/\k<account>_CloudTrail_\k<region>_\k<year>\k<month>\k<day>T\d{3}[05]Z_[A-Za-z0-9]{16}\.json\.gz$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex KeyPattern();
}
