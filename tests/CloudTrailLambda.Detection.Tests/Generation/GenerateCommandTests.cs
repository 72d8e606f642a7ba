using System.Diagnostics;
using CloudTrailLambda.Benchmarks.Generation;

namespace CloudTrailLambda.Detection.Tests.Generation;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("generate-command");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Generate_writes_the_files_and_says_how_many_records()
    {
        var (exitCode, output, _) = await Run("generate", "--output", _folder.FullName, "--records", "300", "--files", "3");

        Assert.Equal(0, exitCode);
        Assert.StartsWith("300 records,", output, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_folder.FullName, "*.json.gz", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("--recrods is not one of", "generate", "--recrods", "5")]
    [InlineData("--records: 'many' is no whole number", "generate", "--output", "x", "--records", "many")]
    [InlineData("--output is missing", "generate")]
    [InlineData("generate --output DIR", "frobnicate")]
    public async Task What_makes_no_sense_is_refused_with_the_usage(string expected, params string[] arguments)
    {
        var (exitCode, _, errors) = await Run(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Contains("generate --output DIR", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments)
    {
        var program = typeof(CloudTrailGenerator).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
