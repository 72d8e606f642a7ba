using System.Diagnostics;
using CloudTrailLambda.Emulators;

namespace CloudTrailLambda.Infra.Tests.Standins;

/// <summary>The checkout that the tests run in.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "CloudTrailLambda.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

internal static class TestCredentials
{
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS_ACCESS_KEY_ID"] = "TESTACCESSKEYID",
        ["AWS_SECRET_ACCESS_KEY"] = "test-secret-access-key",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };
}

internal sealed class MotoServer : IAsyncDisposable
{
    private readonly Process _process;

    private MotoServer(Process process, int port) => (_process, Url) = (process, $"http://localhost:{port}");

    public string Url { get; }

    public static async Task<MotoServer> StartAsync()
    {
        var port = FreePort.Next();
        var process = Process.Start(new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        for (var attempt = 0; attempt < 150; attempt++)
        {
            try
            {
                await client.GetStringAsync(new Uri($"http://localhost:{port}/moto-api/"));
                return new MotoServer(process, port);
            }
            catch (HttpRequestException) when (attempt < 149)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }

        throw new InvalidOperationException("moto_server does not answer");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

internal static class NodePackages
{
    public static Task<string> CdkAsync() => Task.FromResult(Path.Combine(RepositoryRoot.Path, "artifacts/node/node_modules/aws-cdk/bin/cdk"));
}

internal static class PythonTools
{
    public static Task<string> FindAsync(string tool) => Task.FromResult(tool);
}
