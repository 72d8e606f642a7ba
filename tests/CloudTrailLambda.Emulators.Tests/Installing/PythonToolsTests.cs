namespace CloudTrailLambda.Emulators.Tests.Installing;

public sealed class PythonToolsTests : TemporaryFolder
{
    /// <summary>Makes an environment whose interpreter makes commands, as pip does: with the interpreter's absolute path in their first line.</summary>
    private const string PretendedPython = """
        mkdir -p "$3/bin"
        cat > "$3/bin/python" <<'END'
        #!/bin/sh
        echo "$@" > "$(dirname "$0")/asked"
        for tool in moto_server cfn-lint; do
            echo "#!$0" > "$(dirname "$0")/$tool"
            chmod +x "$(dirname "$0")/$tool"
        done
        END
        chmod +x "$3/bin/python"
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_of_the_machine_comes_first()
    {
        Pretend("cfn-lint", "exit 0");
        Assert.Equal(Path.Combine(Programs, "cfn-lint"), await PythonTools.FindAsync("cfn-lint", Programs, Made, Stop));
        Assert.False(Directory.Exists(Made));
    }

    [Fact]
    public async Task A_file_that_cannot_be_run_is_no_command()
    {
        await File.WriteAllTextAsync(Path.Combine(Programs, "cfn-lint"), "#!/bin/sh\n", Stop);
        await Assert.ThrowsAsync<MissingToolException>(() => PythonTools.FindAsync("cfn-lint", Programs, Made, Stop));
    }

    [Theory]
    [InlineData("moto_server", "pip install \"moto[server]==5.2.1\"")]
    [InlineData("cfn-lint", "pip install \"cfn-lint==1.51.0\"")]
    public async Task Without_python_the_failure_says_what_to_install(string tool, string advice)
    {
        var failure = await Assert.ThrowsAsync<MissingToolException>(() => PythonTools.FindAsync(tool, Programs, Made, Stop));
        Assert.Contains($"{tool} is not on PATH", failure.Message, StringComparison.Ordinal);
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.Contains("python3 is not on PATH", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_python_says_when_it_fails_is_in_the_failure()
    {
        Pretend("python3", "echo 'No module named venv'; exit 1");
        var failure = await Assert.ThrowsAsync<MissingToolException>(() => PythonTools.FindAsync("moto_server", Programs, Made, Stop));
        Assert.Contains("No module named venv", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_fetched_runs_where_it_ends_up()
    {
        Pretend("python3", PretendedPython);
        var moto = await PythonTools.FindAsync("moto_server", Programs, Made, Stop);
        var lint = await PythonTools.FindAsync("cfn-lint", Programs, Made, Stop);

        var bin = Path.Combine(Made, "python", "bin");
        Assert.Equal([Path.Combine(bin, "moto_server"), Path.Combine(bin, "cfn-lint")], [moto, lint]);
        Assert.Equal($"#!{bin}/python\n", await File.ReadAllTextAsync(moto, Stop));
        Assert.EndsWith(" moto[server]==5.2.1 cfn-lint==1.51.0\n", await File.ReadAllTextAsync(Path.Combine(bin, "asked"), Stop), StringComparison.Ordinal);
    }
}
