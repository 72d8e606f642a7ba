using System.Xml;
using CloudTrailLambda.Aws.Signing;

namespace CloudTrailLambda.Aws.Sns;

/// <summary>Reads answers of APIs that speak AWS's Query protocol: XML.</summary>
internal static class QueryReply
{
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1024 * 1024 };

    /// <summary>The text of the first element of this name anywhere below a root of that name; null when the answer is no such document.</summary>
    public static string? Text(ApiReply reply, string root, string element)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(reply.Body), Safe);
            if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != root) return null;
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == element) return reader.ReadElementContentAsString();
            }
        }
        catch (XmlException)
        {
            // Not of this API: the page of a proxy, or half an answer. The caller goes by the status.
        }

        return null;
    }

    public static string? ErrorCode(ApiReply reply) => Text(reply, "ErrorResponse", "Code");

    public static string? ErrorMessage(ApiReply reply) => Text(reply, "ErrorResponse", "Message");
}
