namespace CloudTrailLambda.Benchmarks.Generation.Templates;

/// <summary>A value that the record has already: its account, its time, its role.</summary>
internal sealed class RecordField : Placeholder
{
    private delegate int Writer(Span<byte> target, RecordContext context);

    private static readonly Dictionary<string, Writer> Writers = new(StringComparer.Ordinal)
    {
        ["account"] = static (target, context) => Copy(context.Place.AccountUtf8, target),
        ["region"] = static (target, context) => Copy(context.Place.RegionUtf8, target),
        ["role"] = static (target, context) => Copy(context.Role, target),
        ["request id"] = static (target, context) => Uuid.Write(target, context.RecordKey),
        ["time"] = static (target, context) => Timestamp.WriteIso(target, context.Time),
        ["session start"] = static (target, context) => Timestamp.WriteIso(target, context.SessionStart),
        ["date"] = static (target, context) => Timestamp.WriteProse(target, context.Time),
        ["expiry"] = static (target, context) => Timestamp.WriteProse(target, context.Time.AddHours(1)),
        ["day"] = static (target, context) => Timestamp.WriteFolders(target, context.Time),
        ["stamp"] = static (target, context) => Timestamp.WriteCompact(target, context.Time),
    };

    private readonly Writer _writer;

    private RecordField(Writer writer) => _writer = writer;

    public static RecordField? TryParse(string text) =>
        Writers.TryGetValue(text, out var writer) ? new RecordField(writer) : null;

    public override int Write(Span<byte> target, RecordContext context) => _writer(target, context);

    private static int Copy(byte[] value, Span<byte> target)
    {
        value.CopyTo(target);
        return value.Length;
    }
}
