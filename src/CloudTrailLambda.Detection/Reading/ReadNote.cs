namespace CloudTrailLambda.Detection.Reading;

/// <summary>What was passed over on purpose.</summary>
public enum ReadNoteKind
{
    /// <summary>A digest file, which holds hashes and no events.</summary>
    Digest,

    /// <summary>An AWS Config file.</summary>
    Config,
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
        LogObjectKind.ConfigHistory or LogObjectKind.ConfigSnapshot => Config,
        _ => null,
    };

    internal static ReadNote Digest { get; } = new(ReadNoteKind.Digest, "digest file: it lists log files and holds no events");

    internal static ReadNote Config { get; } = new(ReadNoteKind.Config, "AWS Config file: not read yet");
}
