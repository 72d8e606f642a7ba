using CloudTrailLambda.Infra.Configuration;

namespace CloudTrailLambda.Infra.Tests.Configuration;

/// <summary>The context as the cdk command hands it over.</summary>
public sealed class ContextValuesTests
{
    [Fact]
    public void Texts_numbers_flags_and_lists_of_cdk_json_are_read_as_if_given_by_hand()
    {
        var values = Read("""{"memoryMb":2048,"insights":true,"tracing":false,"alertEmail":["a@example.com","b@example.com"],"trailName":"main","framework":{"x":1},"none":null}""");
        Assert.Equal(
            ["alertEmail=a@example.com,b@example.com", "insights=true", "memoryMb=2048", "tracing=false", "trailName=main"],
            values.Select(value => $"{value.Key}={value.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_context_that_is_too_long_goes_on_in_a_file()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "overflow.json");
        File.WriteAllText(file, """{"memoryMb":"512"}""");
        var values = Read("""{"alertEmail":"me@example.com"}""", file);
        Assert.Equal("512", values["memoryMb"]);
        Assert.Equal("me@example.com", values["alertEmail"]);
    }

    [Fact]
    public void Without_the_cdk_command_there_is_none() => Assert.Empty(ContextValues.FromEnvironment(_ => null));

    private static IReadOnlyDictionary<string, string> Read(string json, string? overflow = null) => ContextValues.FromEnvironment(name => name switch
    {
        "CDK_CONTEXT_JSON" => json,
        "CONTEXT_OVERFLOW_LOCATION_ENV" => overflow,
        _ => null,
    });
}
