using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>The table that findings are kept in.</summary>
public sealed class FindingsTableTests
{
    private static readonly StackTemplate Stack = Stacks.Of(Configurations.Default);

    private static Resource Table => Stack.Only("AWS::DynamoDB::Table", "Findings");

    [Fact]
    public void Its_key_is_the_finding_and_the_item_of_it()
    {
        Assert.Equal("id HASH, item RANGE", Keys("KeySchema"));
        Assert.All(Table["AttributeDefinitions"]!.AsArray(), attribute => Assert.Equal("S", attribute!["AttributeType"]!.GetValue<string>()));
    }

    [Fact]
    public void Two_indexes_list_whole_findings_by_status_and_by_actor()
    {
        Assert.Equal(2, Table["GlobalSecondaryIndexes"]!.AsArray().Count);
        Assert.Equal("review", Table.Text("GlobalSecondaryIndexes.0.IndexName"));
        Assert.Equal("accountStatus HASH, lastEventTime RANGE", Keys("GlobalSecondaryIndexes.0.KeySchema"));
        Assert.Equal("actor", Table.Text("GlobalSecondaryIndexes.1.IndexName"));
        Assert.Equal("accountActor HASH, lastEventTime RANGE", Keys("GlobalSecondaryIndexes.1.KeySchema"));
        Assert.All(Table["GlobalSecondaryIndexes"]!.AsArray(), index => Assert.Equal("ALL", index!["Projection"]!["ProjectionType"]!.GetValue<string>()));
    }

    [Fact]
    public void Items_expire_and_what_was_deleted_can_be_brought_back()
    {
        Assert.Equal("expiresAt", Table.Text("TimeToLiveSpecification.AttributeName"));
        Assert.True(Table.IsTrue("TimeToLiveSpecification.Enabled"));
        Assert.True(Table.IsTrue("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"));
        Assert.Equal("PAY_PER_REQUEST", Table.Text("BillingMode"));
    }

    [Fact]
    public void It_outlives_the_stack_and_nobody_deletes_it_by_mistake()
    {
        Assert.True(Table.IsRetained);
        Assert.True(Table.IsTrue("DeletionProtectionEnabled"));
        Assert.False(Stacks.Of(Configurations.Everything).Only("AWS::DynamoDB::Table", "Findings").IsTrue("DeletionProtectionEnabled"));
    }

    [Fact]
    public void It_is_encrypted_with_the_stacks_key_that_rotates()
    {
        var key = Stack.Only("AWS::KMS::Key", "Encryption");
        Assert.Equal("KMS", Table.Text("SSESpecification.SSEType"));
        Assert.Equal(key.Arn, Table.Text("SSESpecification.KMSMasterKeyId"));
        Assert.True(key.IsTrue("EnableKeyRotation"));
    }

    [Fact]
    public void With_the_key_that_AWS_manages_and_a_topic_of_ones_own_no_key_is_made_for_findings()
    {
        var stack = Stacks.Of(Configurations.Named);
        var table = stack.Only("AWS::DynamoDB::Table", "Findings");
        Assert.True(table.IsTrue("SSESpecification.SSEEnabled"));
        Assert.Null(table["SSESpecification.KMSMasterKeyId"]);
        Assert.StartsWith("Trail", stack.Only("AWS::KMS::Key").Id, StringComparison.Ordinal);
        Assert.DoesNotContain(stack.Only("AWS::IAM::Policy", "Rights").Statements, statement => statement.Sid == "EncryptFindings");
    }

    private static string Keys(string path) =>
        string.Join(", ", Table[path]!.AsArray().Select(key => $"{key!["AttributeName"]} {key["KeyType"]}"));
}
