namespace HandoffSaga.CanonicalJson;

/// <summary>Why bytes have no canonical form.</summary>
public enum JsonProblemKind
{
    /// <summary>The text breaks the grammar of RFC 8259; comments and trailing commas do too.</summary>
    NotJson,

    /// <summary>Something other than white space follows the document.</summary>
    TrailingContent,

    /// <summary>The bytes are not UTF-8 (RFC 3629).</summary>
    NotUtf8,

    /// <summary>The text starts with U+FEFF, which RFC 8259 section 8.1 forbids.</summary>
    ByteOrderMark,

    /// <summary>A name occurs twice in one object, after resolving its escapes.</summary>
    DuplicateName,

    /// <summary>An escaped surrogate without its other half: not Unicode text (RFC 7493 section 2.1).</summary>
    LoneSurrogate,

    /// <summary>A string or name contains U+0000.</summary>
    NulCharacter,

    /// <summary>A number beyond the largest IEEE 754 double.</summary>
    NumberTooLarge,

    /// <summary>An integer literal beyond ±(2^53-1) whose canonical form would be another number.</summary>
    IntegerNotExact,

    /// <summary>More objects and arrays are open at once than <see cref="CanonicalLimits.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>More bytes than <see cref="CanonicalLimits.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>The outermost value is not an object.</summary>
    NotAnObject,

    /// <summary>A number other than zero that the nearest IEEE 754 double would make zero.</summary>
    NumberTooSmall,
}

/// <summary>The first reason why a document has no canonical form.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">A sentence for people, printable ASCII only.</param>
/// <param name="ByteOffset">Where in the received bytes, from 0.</param>
public sealed record JsonProblem(JsonProblemKind Kind, string Message, long ByteOffset);
