using System.Text.RegularExpressions;

namespace CloudTrailLambda.Architecture.Tests;

/// <summary>Where things stand, how they are called and how large they may be.</summary>
public sealed partial class LayoutTests
{
    private const int MaxLines = 350;

    [Fact]
    public void Folders_and_files_are_named_for_what_happens_in_them()
    {
        string[] empty = ["Utils", "Util", "Utilities", "Helpers", "Helper", "Common", "Services", "Managers", "Manager", "Misc"];
        foreach (var file in Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal)))
        {
            var names = Path.ChangeExtension(file, null).Split('/', '.');
            Assert.False(names.Any(name => empty.Contains(name, StringComparer.OrdinalIgnoreCase)), file);
            if (file.EndsWith(".cs", StringComparison.Ordinal)) Assert.False(SaysNothing().IsMatch(names[^1]), file);
        }
    }

    [Fact]
    public void No_file_of_code_is_long() =>
        Assert.All(Repository.Code, file => Assert.InRange(Repository.Read(file).Count(c => c == '\n'), 1, MaxLines - 1));

    [Fact]
    public void Namespaces_are_folders()
    {
        foreach (var file in Repository.Code.Where(file => Path.GetFileName(file) != "Program.cs"))
        {
            var folders = Path.GetDirectoryName(file)!.Split('/', '\\')[1..];
            Assert.True(Repository.Read(file).Contains($"namespace {string.Join('.', folders)};", StringComparison.Ordinal), file);
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution_and_its_packages_are_locked()
    {
        var solution = Repository.Read("CloudTrailLambda.sln").Replace('\\', '/');
        Assert.All(Repository.Projects, project =>
        {
            Assert.Contains(project, solution, StringComparison.Ordinal);
            Assert.Contains($"{project[..project.LastIndexOf('/')]}/packages.lock.json", Repository.Files);
        });
    }

    [Fact]
    public void What_every_project_has_in_common_is_said_once()
    {
        string[] common = ["<Nullable>", "<TreatWarningsAsErrors>", "<TargetFramework>", "<NoWarn>", "Version="];
        Assert.All(Repository.Projects, project => Assert.DoesNotContain(common, text => Repository.Read(project).Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_public_type_is_documented_because_the_build_fails_otherwise()
    {
        var settings = string.Concat(Repository.Files.Where(file => Path.GetFileName(file) == "Directory.Build.props").Select(Repository.Read));
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", settings, StringComparison.Ordinal);
        Assert.Contains("<GenerateDocumentationFile>true</GenerateDocumentationFile>", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("CS1591", settings, StringComparison.Ordinal);
    }

    [Fact]
    public void The_clock_is_banned_where_it_is_not_injected()
    {
        var banned = Repository.Read("BannedSymbols.txt");
        foreach (var symbol in (string[])["DateTime.Now", "DateTime.UtcNow", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Thread.Sleep"])
        {
            Assert.Contains($".{symbol}", banned, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Repository.Code, file => Repository.Read(file).Contains("#pragma warning disable RS0030", StringComparison.Ordinal) && file != "tests/CloudTrailLambda.Architecture.Tests/LayoutTests.cs");
    }

    [GeneratedRegex("(Utils?|Helpers?|Managers?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SaysNothing();
}
