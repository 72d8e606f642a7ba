using CloudTrailLambda.Emulators.Installing;
using CloudTrailLambda.Emulators.Processes;

namespace CloudTrailLambda.Emulators;

/// <summary>
/// AWS's DynamoDB Local, in memory. This release of it takes at most 10 items in a transaction (AWS: 100);
/// each access key and region sees tables of its own.
/// </summary>
public sealed class DynamoDbLocal : IAsyncDisposable
{
    private static readonly Lazy<Task<DynamoDbLocal>> Shared = new(() => StartAsync(ProgramSearch.SystemPath, isShared: true, CancellationToken.None));

    private readonly bool _isShared;

    private DynamoDbLocal(ServerProcess process, int port, bool isShared)
    {
        _isShared = isShared;
        Process = process;
        Url = $"http://localhost:{port}";
    }

    /// <summary>Its endpoint, without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>Its process, for a test that wants to kill it or to see its output.</summary>
    public ServerProcess Process { get; }

    /// <summary>Starts one of the test's own, which takes about a second.</summary>
    /// <exception cref="MissingToolException">java or npm is not on PATH.</exception>
    /// <exception cref="ServerFailedException">It does not get ready; the message holds its output.</exception>
    public static Task<DynamoDbLocal> StartAsync(CancellationToken cancellationToken = default) => StartAsync(ProgramSearch.SystemPath, isShared: false, cancellationToken);

    /// <summary>The one of this process, started at the first call and killed when the process ends; tests keep apart by the names of their tables.</summary>
    /// <inheritdoc cref="StartAsync(CancellationToken)" path="/exception"/>
    public static Task<DynamoDbLocal> SharedAsync(CancellationToken cancellationToken = default) => Shared.Value.WaitAsync(cancellationToken);

    /// <summary>Stops it; the shared one goes on, for the other tests.</summary>
    public ValueTask DisposeAsync() => _isShared ? ValueTask.CompletedTask : Process.DisposeAsync();

    internal static async Task<DynamoDbLocal> StartAsync(string path, bool isShared, CancellationToken cancellationToken)
    {
        var java = ProgramSearch.Require("java", path, "a Java runtime, version 8 or later");
        var folder = await NodePackages.DynamoDbLocalAsync(path, Artifacts.Folder, cancellationToken);
        var (process, port) = await FreePortServer.StartAsync(
            port => ServerProcess.Start(java, ["-XX:TieredStopAtLevel=1", "-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar", "-inMemory", "-port", $"{port}"], folder), "/", cancellationToken);
        return new DynamoDbLocal(process, port, isShared);
    }
}
