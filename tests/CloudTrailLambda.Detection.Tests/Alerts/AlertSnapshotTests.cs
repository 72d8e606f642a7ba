using System.Runtime.CompilerServices;
using System.Text.Json;
using CloudTrailLambda.Detection.Alerts;
using CloudTrailLambda.StoreContracts;

namespace CloudTrailLambda.Detection.Tests.Alerts;

/// <summary>What receivers of an alert get, as they get it. <c>UPDATE_SNAPSHOTS=1</c> writes it anew, for its author to read in the diff.</summary>
public sealed class AlertSnapshotTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void A_mail() => AssertSnapshot("mail.txt", AlertProse.Of(SampleFinding.Ordinary, SampleRunbook.Ordinary, "cloudtrail-findings"));

    [Fact]
    public void A_chat_message() => AssertSnapshot("chat.json", Indent(ChatNotification.Of(SampleFinding.Ordinary, SampleRunbook.Ordinary, "cloudtrail-findings")));

    [Fact]
    public void A_document_for_programs() => AssertSnapshot("document.json", Indent(AlertDocument.Of(SampleFinding.Ordinary, SampleRunbook.Ordinary)));

    private static string Indent(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, Indented) + "\n";

    private static void AssertSnapshot(string name, string text)
    {
        var file = Path.Combine(Folder(), "Snapshots", name);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(file, text);

        Assert.Equal(File.ReadAllText(file), text);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
