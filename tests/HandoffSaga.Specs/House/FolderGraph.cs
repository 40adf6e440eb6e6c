using System.Text.RegularExpressions;
using Mono.Cecil;

namespace HandoffSaga.Specs.House;

/// <summary>
/// Which folder of a project uses which other. Folders come from where types are declared in the sources, uses from the compiled assembly,
/// so that neither a comment nor a name that merely looks like a type counts.
/// </summary>
internal sealed partial class FolderGraph
{
    private readonly Dictionary<string, string> _folders;

    private FolderGraph(string project, string assembly, string[] partsOfTheirOwn)
    {
        _folders = Declared(project, partsOfTheirOwn);
        using var module = ModuleDefinition.ReadModule(assembly);
        Uses = [.. module.GetTypes().SelectMany(UsesOf).Distinct()];
    }

    /// <summary>Every use of a type of one folder by a type of another.</summary>
    public IReadOnlyList<FolderUse> Uses { get; }

    public IReadOnlyCollection<string> Folders => [.. _folders.Values.Distinct().Order()];

    /// <param name="project">The project's folder.</param>
    /// <param name="assembly">The compiled assembly.</param>
    /// <param name="partsOfTheirOwn">Subfolders that stand on a floor of their own, as <c>Alerts/Delivery</c>.</param>
    public static FolderGraph Of(string project, string assembly, params string[] partsOfTheirOwn) =>
        new(project, assembly, partsOfTheirOwn);

    /// <summary>The folders of a circle in the order they use one another, or nothing.</summary>
    public IReadOnlyList<string> Circle()
    {
        var next = Uses.ToLookup(use => use.From, use => use.To);
        foreach (var start in Folders)
        {
            var path = Search(start, start, next, []);
            if (path.Count > 0)
                return [start, .. path];
        }

        return [];
    }

    private static List<string> Search(string at, string target, ILookup<string, string> next, HashSet<string> seen)
    {
        foreach (var to in next[at].Distinct())
        {
            if (to == target)
                return [to];
            if (seen.Add(to) && Search(to, target, next, seen) is { Count: > 0 } rest)
                return [to, .. rest];
        }

        return [];
    }

    private IEnumerable<FolderUse> UsesOf(TypeDefinition type)
    {
        if (FolderOf(type) is not { } from)
            yield break;
        foreach (var used in References(type))
        {
            if (FolderOf(used) is { } to && to != from)
                yield return new FolderUse(from, to, type.FullName, used.FullName);
        }
    }

    private string? FolderOf(TypeReference type)
    {
        var outermost = type.GetElementType();
        while (outermost.DeclaringType is not null)
            outermost = outermost.DeclaringType.GetElementType();
        return _folders.GetValueOrDefault($"{outermost.Namespace}.{outermost.Name.Split('`')[0]}");
    }

    private static IEnumerable<TypeReference> References(TypeDefinition type) =>
        new[] { type.BaseType }
            .Concat(type.Interfaces.Select(implemented => implemented.InterfaceType))
            .Concat(type.Fields.Select(field => field.FieldType))
            .Concat(type.Properties.Select(property => property.PropertyType))
            .Concat(type.CustomAttributes.Select(attribute => attribute.AttributeType))
            .Concat(type.Methods.SelectMany(References))
            .Where(reference => reference is not null)
            .SelectMany(Parts!);

    private static IEnumerable<TypeReference> References(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (var parameter in method.Parameters)
            yield return parameter.ParameterType;
        if (!method.HasBody)
            yield break;
        foreach (var variable in method.Body.Variables)
            yield return variable.VariableType;
        foreach (var instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference used:
                    yield return used;
                    break;
                case MethodReference called:
                    yield return called.DeclaringType;
                    yield return called.ReturnType;
                    foreach (var argument in called is GenericInstanceMethod generic ? generic.GenericArguments : [])
                        yield return argument;
                    break;
                case FieldReference field:
                    yield return field.DeclaringType;
                    yield return field.FieldType;
                    break;
            }
        }
    }

    private static IEnumerable<TypeReference> Parts(TypeReference reference)
    {
        yield return reference;
        if (reference is GenericInstanceType generic)
        {
            foreach (var part in generic.GenericArguments.SelectMany(Parts))
                yield return part;
        }

        if (reference is TypeSpecification { ElementType: var element })
        {
            foreach (var part in Parts(element))
                yield return part;
        }
    }

    private static Dictionary<string, string> Declared(string project, string[] partsOfTheirOwn)
    {
        var folders = new Dictionary<string, string>();
        foreach (var file in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(project, file).Replace('\\', '/');
            if (relative.StartsWith("obj/", StringComparison.Ordinal) || relative.StartsWith("bin/", StringComparison.Ordinal))
                continue;
            var source = File.ReadAllText(file);
            if (NamespaceLine().Match(source) is not { Success: true } space)
                continue;
            var folder =
                partsOfTheirOwn.FirstOrDefault(part => relative.StartsWith(part + "/", StringComparison.Ordinal))
                ?? (relative.Contains('/') ? relative[..relative.IndexOf('/')] : "");
            foreach (Match type in Declaration().Matches(source))
                folders[$"{space.Groups[1].Value}.{type.Groups[1].Value}"] = folder;
        }

        return folders;
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|file|unsafe|ref) )*(?:class|record struct|record|struct|interface|enum|delegate [\w<>?\[\]]+)\s+(\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Declaration();
}

/// <summary>A type of one folder that uses a type of another.</summary>
internal sealed record FolderUse(string From, string To, string User, string Used);
