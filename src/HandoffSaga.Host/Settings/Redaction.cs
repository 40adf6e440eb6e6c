using System.Text.RegularExpressions;

namespace HandoffSaga.Host.Settings;

/// <summary>Takes passwords out of connection strings and addresses before a person or a log sees them.</summary>
internal static partial class Redaction
{
    private const string Hidden = "***";

    /// <summary>Hides passwords in a value; of a malformed value it hides too much rather than too little.</summary>
    public static string Hide(string value) => AddressPassword().Replace(NamedPassword().Replace(value, $"$1{Hidden}"), $"://$1:{Hidden}@");

    [GeneratedRegex("""(\b(?:password|pwd|passphrase|secret)\s*=\s*)("[^"]*"?|'[^']*'?|[^;]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex NamedPassword();

    [GeneratedRegex(@"://([^:/?#@\s]*):(\S*)@")]
    private static partial Regex AddressPassword();
}
