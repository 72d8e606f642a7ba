using Amazon.CDK.AWS.CloudTrail;
using CloudTrailLambda.Infra.Configuration;

namespace CloudTrailLambda.Infra.Trail;

/// <summary>Which events the trail records: management events always, data events as they are set.</summary>
/// <param name="bucketArn">Not recorded with "all", nor are the tables and the function: each file delivered would make the next one.</param>
internal sealed class TrailEventSelectors(string bucketArn, IReadOnlyList<string> tableArns, string functionArn)
{
    /// <summary>None when there are no data events: a trail without selectors records all management events.</summary>
    public CfnTrail.AdvancedEventSelectorProperty[]? For(TrailSettings settings)
    {
        var data = new List<CfnTrail.AdvancedEventSelectorProperty>();
        if (settings.S3.Any) data.Add(Data("S3 objects", "AWS::S3::Object", Objects(settings.S3)));
        if (settings.Lambda.Any) data.Add(Data("Lambda functions", "AWS::Lambda::Function", Whole(settings.Lambda, [functionArn])));
        if (settings.DynamoDb.Any) data.Add(Data("DynamoDB tables", "AWS::DynamoDB::Table", Whole(settings.DynamoDb, tableArns)));
        return data.Count == 0 ? null : [Selector("Management events", Field("eventCategory", "Management")), .. data];
    }

    private CfnTrail.AdvancedFieldSelectorProperty Objects(DataEvents events) => events.All
        ? new() { Field = "resources.ARN", NotStartsWith = [$"{bucketArn}/"] }
        // A bucket's ARN without a slash would also be the beginning of a longer name's.
        : new() { Field = "resources.ARN", StartsWith = [.. events.Arns.Select(arn => arn.Contains('/', StringComparison.Ordinal) ? arn : $"{arn}/")] };

    private static CfnTrail.AdvancedFieldSelectorProperty Whole(DataEvents events, IReadOnlyList<string> ownArns) => events.All
        ? new() { Field = "resources.ARN", NotEquals = [.. ownArns] }
        : new() { Field = "resources.ARN", EqualTo = [.. events.Arns] };

    private static CfnTrail.AdvancedEventSelectorProperty Data(string name, string type, CfnTrail.AdvancedFieldSelectorProperty which) =>
        Selector(name, Field("eventCategory", "Data"), Field("resources.type", type), which);

    private static CfnTrail.AdvancedFieldSelectorProperty Field(string name, string value) => new() { Field = name, EqualTo = [value] };

    private static CfnTrail.AdvancedEventSelectorProperty Selector(string name, params CfnTrail.AdvancedFieldSelectorProperty[] fields) =>
        new() { Name = name, FieldSelectors = fields };
}
