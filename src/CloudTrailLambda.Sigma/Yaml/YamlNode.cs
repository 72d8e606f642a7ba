namespace CloudTrailLambda.Sigma.Yaml;

/// <summary>A YAML value that remembers where it stood (1-based line and column).</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>What a person calls this kind of value in an error message.</summary>
    public abstract string KindName { get; }
}

/// <summary>A scalar: its text, and the type that the YAML 1.2 core schema gives it.</summary>
internal sealed record YamlScalar(string Text, ScalarType Type, int Line, int Column) : YamlNode(Line, Column)
{
    public override string KindName => Type switch
    {
        ScalarType.Null => "an empty value",
        ScalarType.Boolean => "a boolean",
        ScalarType.Number => "a number",
        _ => "text",
    };

    public bool IsNull => Type == ScalarType.Null;
}

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column)
{
    public override string KindName => "a list";
}

/// <summary>A map. Keys are scalars; their order is the file's.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    public override string KindName => "a map";

    public YamlNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key.Text == key) return entry.Value;
            }

            return null;
        }
    }
}

/// <summary>One key of a map and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>The scalar types that matter to a rule.</summary>
internal enum ScalarType
{
    Text,
    Number,
    Boolean,
    Null,
}
