using System.Buffers.Text;

namespace CloudTrailLambda.Benchmarks.Generation.Templates;

/// <summary>A whole number; a JSON text that is nothing else becomes a JSON number.</summary>
internal sealed class WholeNumber(int least, int most) : Placeholder
{
    public int Draw(RecordContext context) => least + context.Random.Below(most - least + 1);

    public override int Write(Span<byte> target, RecordContext context)
    {
        Utf8Formatter.TryFormat(Draw(context), target, out var written);
        return written;
    }
}
