using CloudTrailLambda.Detection.Findings;
using Microsoft.Data.Sqlite;

namespace CloudTrailLambda.Cli.Sqlite;

/// <summary>Says what is wrong with a findings file in words that tell what to do.</summary>
internal static class FindingStoreFault
{
    // Primary result codes, https://sqlite.org/rescode.html
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static FindingStoreException Of(string path, SqliteException cause)
    {
        var message = cause.SqliteErrorCode switch
        {
            Busy or Locked => "Another process is writing the findings file {0}. Wait until it ends, then run this again.",
            ReadOnly or Permission => "The findings file {0} cannot be written. "
                + "Make the file and its folder writable, or name another file.",
            CannotOpen => "The findings file {0} cannot be opened. "
                + "Its folder must exist and be writable, and it must not be a folder itself.",
            NotADatabase => "The file {0} is not a findings file (not a SQLite database). Name another file, or move this one away.",
            Corrupt => "The findings file {0} is damaged. Move it away and scan again: findings come out the same.",
            Full => "There is no space left to write the findings file {0}. Free some, then run this again: nothing was half written.",
            InputOutput => "Reading or writing the findings file {0} failed. Check the disk it is on.",
            _ => "The findings file {0} cannot be used.",
        };
        return new FindingStoreException($"{string.Format(message, path)} ({cause.Message})", cause);
    }

    public static FindingStoreException OtherProgram(string path) =>
        new($"The file {path} is a database of another program. Name another file.");

    public static FindingStoreException OtherVersion(string path, long version, int known) =>
        new($"The findings file {path} has version {version}; this program knows version {known}. "
            + "Use the program that wrote it, or name another file and scan again.");

    public static FindingStoreException NoWriteAheadLog(string path, string? mode) =>
        new($"The findings file {path} is on a file system that cannot share a write-ahead log (journal mode {mode}). "
            + "Name a file on a local disk.");
}
