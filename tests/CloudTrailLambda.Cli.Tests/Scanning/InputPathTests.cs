using System.Net.Sockets;
using CloudTrailLambda.Cli.Input;
using CloudTrailLambda.Cli.Tests.Running;

namespace CloudTrailLambda.Cli.Tests.Scanning;

public sealed class InputPathTests : Workplace
{
    [Fact]
    public async Task A_missing_path_does_not_keep_the_others_from_being_scanned()
    {
        var log = WriteLog("log.json", StopLogging("e-1"));

        var run = (await Trail.RunAsync("scan", PathOf("nowhere"), log, "--db", Database, "--output", "jsonl")).Exits(4);

        Assert.Single(run.JsonLines);
        Assert.Equal($"{PathOf("nowhere")}: there is no such file or folder", run.ErrorLines[0]);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_does_not_keep_the_others_from_being_scanned()
    {
        WriteLog("good.json", StopLogging("e-1"));
        // Opening a socket fails for everybody, root included.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(PathOf("bad.json")));

        foreach (var command in (string[][])[["scan", Folder, "--db", Database, "--output", "jsonl"], ["match", "--rules", Repository.PathOf("rules"), Folder]])
        {
            var run = (await Trail.CallAsync(command)).Exits(4);
            Assert.Single(run.JsonLines);
            Assert.StartsWith($"{PathOf("bad.json")}: byte 0: ", run.ErrorLines[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_is_a_problem_and_its_neighbours_are_found()
    {
        var log = WriteLog("open/log.json");
        WriteLog("closed/log.json");

        var search = LogFileSearch.Find([Folder], folder => folder.EndsWith("closed", StringComparison.Ordinal)
            ? throw new UnauthorizedAccessException("Access is denied.")
            : new DirectoryInfo(folder).GetFileSystemInfos());

        Assert.Equal(log, Assert.Single(search.Files).Name);
        Assert.Equal($"{PathOf("closed")}: cannot be listed: Access is denied", Assert.Single(search.Problems));
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_said_and_one_that_leads_back_is_not_followed()
    {
        WriteLog("logs/log.json", StopLogging("e-1"));
        File.CreateSymbolicLink(PathOf("logs/lost.json"), PathOf("gone.json"));
        Directory.CreateSymbolicLink(PathOf("logs/loop"), PathOf("logs"));
        File.CreateSymbolicLink(PathOf("logs/same.json"), PathOf("logs/log.json"));

        var run = (await Trail.CallAsync("scan", PathOf("logs"), "--db", Database)).Exits(4);

        Assert.Contains(run.ErrorLines, line => line.StartsWith($"{PathOf("logs/lost.json")}: byte 0: Could not find file", StringComparison.Ordinal));
        Assert.Contains($"{PathOf("logs/loop")}: link to a folder, not followed: name it to read it", run.ErrorLines);
        Assert.StartsWith("3 files, 1 record, 1 duplicate, ", run.Totals, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_read_under_the_name_of_a_dash()
    {
        var record = System.Text.Json.JsonSerializer.Serialize(StopLogging("e-1"));

        var scanned = (await Trail.RunAsync(record, ["scan", "-", "--db", Database, "--output", "jsonl"])).Exits(0);
        var matched = (await Trail.RunAsync(record, ["match", "--rules", "rules", "-"])).Exits(0);

        Assert.Single(scanned.JsonLines);
        Assert.Equal("-", Assert.Single(matched.JsonLines).GetProperty("file").GetString());
    }

    [Fact]
    public void Files_come_once_and_in_order_whatever_the_order_of_the_paths()
    {
        var (b, a) = (WriteLog("b.json"), WriteLog("a/x.jsonl.gz"));
        Write("notes.md", "no log by its name");

        Assert.Equal([a, b], LogFileSearch.Find([b, Folder, b]).Files.Select(file => file.Name));
        Assert.Equal(PathOf("notes.md"), Assert.Single(LogFileSearch.Find([PathOf("notes.md")]).Files).Name);
    }
}
