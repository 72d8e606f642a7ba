using CloudTrailLambda.Infra.Tests.Synthesis;

namespace CloudTrailLambda.Infra.Tests;

/// <summary>The table that correlations remember in.</summary>
public sealed class CorrelationTableTests
{
    private static readonly StackTemplate Stack = Stacks.Of(Configurations.Default);

    private static Resource Table => Stack.Only("AWS::DynamoDB::Table", "Correlation");

    [Fact]
    public void Its_key_is_the_series_and_the_number_of_the_page()
    {
        Assert.Equal(["series HASH", "page RANGE"], Table["KeySchema"]!.AsArray().Select(key => $"{key!["AttributeName"]} {key["KeyType"]}"));
        Assert.Equal(["series S", "page N"], Table["AttributeDefinitions"]!.AsArray().Select(attribute => $"{attribute!["AttributeName"]} {attribute["AttributeType"]}"));
        Assert.Null(Table["GlobalSecondaryIndexes"]);
    }

    [Fact]
    public void Pages_expire_and_what_is_paid_for_is_what_is_asked()
    {
        Assert.Equal("expiresAt", Table.Text("TimeToLiveSpecification.AttributeName"));
        Assert.True(Table.IsTrue("TimeToLiveSpecification.Enabled"));
        Assert.Equal("PAY_PER_REQUEST", Table.Text("BillingMode"));
    }

    [Fact]
    public void It_goes_with_the_stack_and_is_not_backed_up() => Assert.All(Configurations.Names, name =>
    {
        var table = Stacks.Of(name).Only("AWS::DynamoDB::Table", "Correlation");
        Assert.Equal("Delete", table.Json["DeletionPolicy"]!.GetValue<string>());
        Assert.Equal("Delete", table.Json["UpdateReplacePolicy"]!.GetValue<string>());
        Assert.False(table.IsTrue("DeletionProtectionEnabled"));
        Assert.False(table.IsTrue("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"));
    });

    [Fact]
    public void It_is_encrypted_like_the_findings() => Assert.All(Configurations.Names, name =>
    {
        var (state, findings) = (Stacks.Of(name).Only("AWS::DynamoDB::Table", "Correlation"), Stacks.Of(name).Only("AWS::DynamoDB::Table", "Findings"));
        Assert.Equal(findings["SSESpecification"]!.ToJsonString(), state["SSESpecification"]!.ToJsonString());
        Assert.True(state.IsTrue("SSESpecification.SSEEnabled"));
    });
}
