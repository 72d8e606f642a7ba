using System.Reflection;
using System.Xml.Linq;

namespace CloudTrailLambda.Architecture.Tests;

/// <summary>Dependencies point one way: the language knows no domain, the domain no adapter.</summary>
public sealed class DependencyTests
{
    private const string Prefix = "CloudTrailLambda.";

    /// <summary>Each product project and what it may refer to. A project that is not here fails the test until somebody decides.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Sigma"] = [],
        ["Detection"] = ["Sigma"],
        ["Aws"] = ["Sigma", "Detection"],
        ["Function"] = ["Sigma", "Detection", "Aws"],
        ["Cli"] = ["Sigma", "Detection", "Aws"],
    };

    /// <summary>Packages of the two inner projects; adapters choose theirs freely.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["Sigma"] = ["YamlDotNet"],
        ["Detection"] = [],
    };

    public static TheoryData<string> Projects() => [.. Repository.Projects.Where(file => file.StartsWith("src/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_further_in(string project)
    {
        var name = Name(project);
        Assert.Contains(name, Allowed.Keys);
        Assert.Subset(Allowed[name].ToHashSet(), References(project, "ProjectReference").Select(path => Name(path.Replace('\\', '/'))).ToHashSet());
        if (AllowedPackages.TryGetValue(name, out var packages)) Assert.Subset(packages.ToHashSet(), References(project, "PackageReference").ToHashSet());
    }

    [Theory]
    [InlineData("CloudTrailLambda.Sigma", "Sigma")]
    [InlineData("CloudTrailLambda.Detection", "Detection")]
    [InlineData("trail", "Cli")]
    public void An_assembly_refers_only_to_those_further_in(string assembly, string project)
    {
        var own = Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        Assert.Subset(Allowed[project].ToHashSet(), own.Select(name => name[Prefix.Length..]).ToHashSet());
    }

    [Fact]
    public void No_product_project_refers_to_a_test() =>
        Assert.All(Projects(), row => Assert.DoesNotContain(References(row.Data, "ProjectReference"), path => path.Contains("tests", StringComparison.Ordinal)));

    [Fact]
    public void The_rule_language_does_not_know_whose_logs_it_reads()
    {
        string[] foreign = ["Aws", "CloudTrail", "S3", "Lambda", "Finding", "Alert"];
        var names = Assembly.Load("CloudTrailLambda.Sigma").GetTypes().Where(type => type.Namespace?.StartsWith(Prefix, StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(member => member.Name).Append(type.Name)).ToArray();

        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, name => foreign.Any(word => name.Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_domain_knows_no_store_no_terminal_and_no_cloud()
    {
        string[] foreign = ["Microsoft.Data.Sqlite", "Spectre.Console", "System.CommandLine", "AWSSDK", "Amazon"];
        foreach (var file in Repository.Code.Where(file => file.StartsWith("src/CloudTrailLambda.Sigma/", StringComparison.Ordinal) || file.StartsWith("src/CloudTrailLambda.Detection/", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(Repository.Read(file).Split('\n'), line => line.StartsWith("using ", StringComparison.Ordinal) && foreign.Any(name => line.Contains(name, StringComparison.Ordinal)));
        }
    }

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project)[Prefix.Length..];

    private static IEnumerable<string> References(string project, string element) =>
        XDocument.Parse(Repository.Read(project)).Descendants(element).Select(reference => reference.Attribute("Include")!.Value);
}
