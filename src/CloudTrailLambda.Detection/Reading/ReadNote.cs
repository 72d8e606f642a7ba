namespace CloudTrailLambda.Detection.Reading;

/// <summary>What was passed over on purpose.</summary>
public enum ReadNoteKind
{
    /// <summary>A digest file, which holds hashes and no events.</summary>
    Digest,

    /// <summary>A notification of AWS Config about an item that its history holds as well.</summary>
    ConfigNotification,

    /// <summary>The empty object by which AWS Config checks that it may write.</summary>
    ConfigCheck,
}

/// <summary>Something that was passed over on purpose.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Message">A sentence for people, without the object's name.</param>
public sealed record ReadNote(ReadNoteKind Kind, string Message)
{
    /// <summary>Why an object of this kind is not read at all; <see langword="null"/> for kinds that are read.</summary>
    internal static ReadNote? For(LogObjectKind kind) => kind switch
    {
        LogObjectKind.Digest => Digest,
        LogObjectKind.ConfigNotification => ConfigNotification,
        LogObjectKind.ConfigCheck => ConfigCheck,
        _ => null,
    };

    internal static ReadNote Digest { get; } = new(ReadNoteKind.Digest, "digest file: it lists log files and holds no events");

    private static ReadNote ConfigNotification { get; } =
        new(ReadNoteKind.ConfigNotification, "notification of AWS Config: the item that it is about is in a history file as well");

    private static ReadNote ConfigCheck { get; } = new(ReadNoteKind.ConfigCheck, "AWS Config's check that it may write: it holds nothing");
}
