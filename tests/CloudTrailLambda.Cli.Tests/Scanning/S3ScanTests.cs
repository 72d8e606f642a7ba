using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Scanning;

public sealed class S3ScanTests(CloudAccount account) : Workplace, IClassFixture<CloudAccount>
{
    [Fact]
    public async Task The_samples_say_the_same_from_S3_as_from_files()
    {
        var bucket = await account.MakeBucketAsync();
        var samples = Repository.PathOf("events/trails");
        foreach (var file in Directory.EnumerateFiles(samples, "*.gz", SearchOption.AllDirectories)) await account.PutAsync(bucket, Path.GetRelativePath(samples, file).Replace('\\', '/'), file);

        var fromFiles = (await Trail.RunAsync("scan", "events/trails", "--db", PathOf("files.db"))).Exits(0);
        var fromS3 = (await Trail.RunAsync(account.Environment, "scan", $"s3://{bucket}/AWSLogs/", "--db", Database)).Exits(0);
        var again = (await Trail.RunAsync(account.Environment, "scan", $"s3://{bucket}", "--db", Database)).Exits(0);

        Assert.True(fromFiles.Table.Length > 10);
        Assert.Equal(fromFiles.Table, fromS3.Table);
        Assert.StartsWith("16 files, 354 records, 1 duplicate, ", fromS3.Totals, StringComparison.Ordinal);
        Assert.Contains(" (0 new), ", again.Totals, StringComparison.Ordinal);
        Assert.Equal(fromFiles.Table, again.Table);
    }

    [Fact]
    public async Task Files_and_prefixes_are_scanned_in_one_call_and_each_object_once()
    {
        var bucket = await account.MakeBucketAsync();
        await account.PutAsync(bucket, "AWSLogs/a/1.json", WriteLog("1.json", StopLogging("e-1", "ada")));
        await account.PutAsync(bucket, "AWSLogs/b/2.json", WriteLog("2.json", StopLogging("e-2", "bob")));
        await account.PutAsync(bucket, "AWSLogs/b/notes.txt", WriteLog("notes.txt", StopLogging("e-4", "dan")));
        var local = WriteLog("local.json", StopLogging("e-3", "eve"));

        var run = (await Trail.RunAsync(account.Environment, "scan", $"s3://{bucket}/AWSLogs/b", local, $"s3://{bucket}/AWSLogs/", $"s3://{bucket}/AWSLogs/", "--db", Database, "--output", "jsonl")).Exits(0);

        Assert.StartsWith("3 files, 3 records, 0 duplicates, ", run.Totals, StringComparison.Ordinal);
        Assert.Equal(["ada", "bob", "eve"], run.JsonLines.Select(finding => finding.GetProperty("actor").GetString()!.Split('/')[^1]).Order(StringComparer.Ordinal));
        Assert.Contains(Dump(Database), row => row.Contains($"s3://{bucket}/AWSLogs/a/1.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_prefix_without_logs_and_a_bucket_that_is_not_there_do_not_keep_the_others_from_being_scanned()
    {
        var bucket = await account.MakeBucketAsync();
        await account.PutAsync(bucket, "AWSLogs/1.json", WriteLog("1.json", StopLogging("e-1")));

        var run = (await Trail.RunAsync(account.Environment, "scan", $"s3://{bucket}/awslogs/", "s3://no-such-bucket/", $"s3://{bucket}/AWSLogs/", PathOf("nowhere"), "--db", Database, "--output", "jsonl")).Exits(4);

        Assert.Single(run.JsonLines);
        Assert.Contains($"s3://{bucket}/awslogs/: there is nothing in the bucket '{bucket}' whose key begins with 'awslogs/'", run.ErrorLines);
        Assert.Contains("s3://no-such-bucket/: there is no bucket 'no-such-bucket'", run.ErrorLines);
        Assert.Contains($"{PathOf("nowhere")}: there is no such file or folder", run.ErrorLines);
    }

    [Fact]
    public async Task An_object_that_is_damaged_is_told_by_its_name()
    {
        var bucket = await account.MakeBucketAsync();
        await account.PutAsync(bucket, "bad.json", Write("bad.json", "no log"));

        var run = (await Trail.RunAsync(account.Environment, "scan", $"s3://{bucket}/bad.json", "--db", Database)).Exits(4);

        Assert.StartsWith($"s3://{bucket}/bad.json: byte 0: ", run.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_there_is_a_sentence_that_says_where_they_come_from()
    {
        var environment = new Dictionary<string, string?>(account.Environment, StringComparer.Ordinal) { ["AWS_ACCESS_KEY_ID"] = null, ["AWS_SECRET_ACCESS_KEY"] = null, ["HOME"] = Folder };

        var run = (await Trail.RunAsync(environment, "scan", "s3://logs-0/AWSLogs/", "--db", Database)).Exits(4);

        Assert.StartsWith("s3://logs-0/AWSLogs/: no AWS credentials were found", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("Sign in, or set AWS_PROFILE", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_files_are_counted_while_nobody_knows_how_many_there_are()
    {
        var bucket = await account.MakeBucketAsync();
        for (var i = 0; i < 5; i++) await account.PutAsync(bucket, $"{i}.json", WriteLog($"{i}.json", StopLogging($"e-{i}")));
        using var process = Trail.Start("script", ["-qec", $"'{Trail.Host}' '{Trail.Executable}' scan s3://{bucket} --db '{Database}'", "/dev/null"], account.Environment);
        process.StandardInput.Close();

        var run = (await Trail.FinishAsync(process)).Exits(0);

        Assert.Contains("Scanning", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("%", run.Output, StringComparison.Ordinal);
        Assert.Contains("5 files, 5 records", run.Output, StringComparison.Ordinal);
    }
}
