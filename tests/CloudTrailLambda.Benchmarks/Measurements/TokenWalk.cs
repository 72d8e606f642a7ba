using System.Text.Json;

namespace CloudTrailLambda.Benchmarks.Measurements;

/// <summary>Reads every token of a JSON stream and does nothing with it: the floor under anything that reads records.</summary>
internal static class TokenWalk
{
    /// <summary>Returns the number of tokens. <paramref name="buffer"/> must hold the longest token.</summary>
    /// <exception cref="JsonException">The stream is no JSON, or has a token longer than the buffer.</exception>
    public static long Count(Stream stream, byte[] buffer)
    {
        var state = default(JsonReaderState);
        long tokens = 0;
        var kept = 0;
        while (true)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(kept), 1, throwOnEndOfStream: false);
            var reader = new Utf8JsonReader(buffer.AsSpan(0, kept + read), isFinalBlock: read == 0, state);
            while (reader.Read())
            {
                tokens++;
            }

            if (read == 0)
            {
                return tokens;
            }

            state = reader.CurrentState;
            var consumed = (int)reader.BytesConsumed;
            kept = kept + read - consumed;
            if (kept == buffer.Length)
            {
                throw new JsonException("A token is longer than the buffer.");
            }

            buffer.AsSpan(consumed, kept).CopyTo(buffer);
        }
    }
}
