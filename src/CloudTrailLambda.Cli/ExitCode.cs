namespace CloudTrailLambda.Cli;

/// <summary>What the process says to whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>Done, nothing to complain about.</summary>
    public const int Done = 0;

    /// <summary>The question was answered with yes: a finding reached <c>--fail-on</c>, or a rule's test failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a rule is not valid; nothing was done.</summary>
    public const int Invalid = 2;

    /// <summary>The findings file or table cannot be used, or holds no such finding.</summary>
    public const int Store = 3;

    /// <summary>Something could not be read; everything else was done.</summary>
    public const int Unreadable = 4;

    /// <summary>Stopped by Ctrl-C; what was stored stays.</summary>
    public const int Interrupted = 130;

    /// <summary>The table that the help and the README show.</summary>
    public const string Help =
        """
        Exit codes:
          0    done
          1    a finding reached --fail-on, or a rule test failed
          2    the command line or a rule is not valid; nothing was done
          3    the findings file or table cannot be used, or has no such finding
          4    some input could not be read; everything else was done
          130  interrupted; what was stored stays
        """;
}
