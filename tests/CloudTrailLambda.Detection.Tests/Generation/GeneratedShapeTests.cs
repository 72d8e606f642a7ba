using System.Text.Json;

namespace CloudTrailLambda.Detection.Tests.Generation;

[Collection(SharedSample.Name)]
public sealed class GeneratedShapeTests(GeneratedSample sample)
{
    [Theory]
    [InlineData("AWSService")]
    [InlineData("IAMUser")]
    [InlineData("Root")]
    [InlineData("AssumedRole")]
    [InlineData("FederatedUser")]
    [InlineData("AWSAccount")]
    [InlineData("Unknown")]
    [InlineData("SAMLUser")]
    [InlineData("WebIdentityUser")]
    [InlineData("IdentityCenterUser")]
    [InlineData("Role")]
    [InlineData("Directory")]
    public void Every_type_of_identity_occurs(string type) =>
        Assert.Contains(sample.Records, record => string.Equals(record.Text("userIdentity", "type"), type, StringComparison.Ordinal));

    [Fact]
    public void Some_records_have_no_identity_and_some_identities_have_no_type()
    {
        Assert.Contains(sample.Records, static record => record.KindOf("userIdentity") == JsonValueKind.Undefined);
        Assert.Contains(sample.Records, static record => record.KindOf("userIdentity") == JsonValueKind.Object
            && record.KindOf("userIdentity", "type") == JsonValueKind.Undefined);
    }

    [Fact]
    public void An_assumed_role_names_its_issuer_consistently()
    {
        var assumed = sample.Records.Where(static record => record.Text("userIdentity", "type") is "AssumedRole").ToList();

        Assert.NotEmpty(assumed);
        Assert.All(assumed, static record =>
        {
            var issuer = record.Text("userIdentity", "sessionContext", "sessionIssuer", "principalId");
            Assert.StartsWith($"{issuer}:", record.Text("userIdentity", "principalId"), StringComparison.Ordinal);
            Assert.Equal(record.Text("recipientAccountId"), record.Text("userIdentity", "accountId"));
            var session = record.Text("userIdentity", "principalId")![(issuer!.Length + 1)..];
            Assert.EndsWith($"/{session}", record.Text("userIdentity", "arn"), StringComparison.Ordinal);
            var start = record.Text("userIdentity", "sessionContext", "attributes", "creationDate");
            Assert.True(string.CompareOrdinal(start, record.Text("eventTime")) <= 0, "A session is used after it began.");
        });
    }

    [Fact]
    public void Booleans_are_json_in_one_place_and_text_in_another()
    {
        Assert.All(sample.Records, static record => Assert.True(
            record.KindOf("readOnly") is JsonValueKind.True or JsonValueKind.False));
        var mfa = sample.Records
            .Select(static record => record.Text("userIdentity", "sessionContext", "attributes", "mfaAuthenticated"))
            .OfType<string>().ToHashSet(StringComparer.Ordinal);

        Assert.Equal(["false", "true"], mfa.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Lists_that_come_from_xml_are_an_object_when_there_is_one_item()
    {
        var kinds = sample.Records.Where(static record => record.Text("eventName") is "PutBucketLifecycle")
            .Select(static record => record.KindOf("requestParameters", "LifecycleConfiguration", "Rule")).ToHashSet();

        Assert.Equal([JsonValueKind.Object, JsonValueKind.Array], kinds.Order());
    }

    [Fact]
    public void Policy_documents_are_json_in_a_text()
    {
        var role = sample.Records.First(static record => record.Text("eventName") is "CreateRole");

        using var policy = JsonDocument.Parse(role.Text("requestParameters", "assumeRolePolicyDocument")!);

        Assert.Equal("2012-10-17", policy.RootElement.Text("Version"));
    }

    [Fact]
    public void Parameters_are_null_or_left_out_for_being_too_large_or_hold_numbers_with_a_fraction()
    {
        Assert.Contains(sample.Records, static record => record.KindOf("requestParameters") == JsonValueKind.Null);
        Assert.Contains(sample.Records, static record => record.KindOf("requestParameters", "omitted") == JsonValueKind.True);
        Assert.Contains(sample.Records, static record =>
            record.KindOf("requestParameters", "threshold") == JsonValueKind.Number);
    }

    [Fact]
    public void Characters_beyond_ascii_stand_as_they_are()
    {
        Assert.True(sample.Bytes.AsSpan().IndexOf("プラットフォーム"u8) >= 0);
        Assert.True(sample.Bytes.AsSpan().IndexOf("Zo\\u00EB"u8) < 0);
    }

    [Fact]
    public void No_placeholder_is_left_over() =>
        Assert.True(sample.Bytes.AsSpan().IndexOfAny((byte)'<', (byte)'>') < 0);
}
