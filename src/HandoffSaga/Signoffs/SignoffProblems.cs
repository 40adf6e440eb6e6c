using HandoffSaga.CanonicalJson;
using HandoffSaga.Signatures;

namespace HandoffSaga.Signoffs;

/// <summary>
/// Rejections of a signoff in words. None repeats what was received, so that nothing in it can steer a log or a terminal.
/// </summary>
internal static class SignoffProblems
{
    private const int ProblemsInDetail = 3;

    public static SignoffProblem Unreadable(JsonProblem problem)
    {
        var detail = $"{problem.Message} (byte {problem.ByteOffset})";
        return problem.Kind switch
        {
            JsonProblemKind.NotJson or JsonProblemKind.TrailingContent or JsonProblemKind.NotUtf8 or JsonProblemKind.ByteOrderMark => new(
                SignoffProblemKind.NotJson,
                detail,
                [],
                null
            ),
            JsonProblemKind.TooLarge => new(SignoffProblemKind.TooLarge, problem.Message, [], null),
            _ => new(SignoffProblemKind.Unsignable, detail, [new FieldProblem("", detail)], null),
        };
    }

    /// <summary>The entrance stopped reading.</summary>
    public static SignoffProblem TooLarge(int maxBytes) =>
        new(SignoffProblemKind.TooLarge, $"At most {maxBytes} bytes are read.", [], null);

    /// <summary>The body claims to be an envelope around a signoff and is none.</summary>
    public static SignoffProblem NoEnvelope(string reason) => new(SignoffProblemKind.NoEnvelope, reason, [], null);

    /// <summary>The same rejection, of a signoff that is the value of an envelope's member.</summary>
    public static SignoffProblem Inside(SignoffProblem problem, string member) =>
        problem with
        {
            Detail = $"In {member}: {problem.Detail}",
            Errors = [.. problem.Errors.Select(error => error with { Path = $"/{member}{error.Path}" })],
        };

    /// <summary>The signature does not count. The sender learns which check failed, and nothing about keys.</summary>
    public static SignoffProblem Unauthorized(SignatureFault fault, string packageId)
    {
        var detail = "guardian_signature " + fault.Advice();
        return new(SignoffProblemKind.Unauthorized, detail, [new("/guardian_signature", detail)], packageId) { Reason = fault.Name() };
    }

    /// <summary>It is signed, and its contract refuses what is not complete.</summary>
    public static SignoffProblem Incomplete(IReadOnlyList<string> shortcomings, string packageId) =>
        new(
            SignoffProblemKind.Incomplete,
            Detail(shortcomings, "; "),
            [.. shortcomings.Select(wrong => new FieldProblem("", wrong))],
            packageId
        );

    /// <summary>
    /// A signoff nobody signed is refused for that first, whatever else is wrong with it; the errors name everything all the same.
    /// </summary>
    public static SignoffProblem Wrong(IReadOnlyList<FieldProblem> problems, string signaturePath, string? packageId) =>
        problems.FirstOrDefault(problem => problem.Path == signaturePath) is { } signature
            ? new(SignoffProblemKind.Signature, signature.Message, problems, packageId)
            : new(SignoffProblemKind.Content, Detail([.. problems.Select(problem => problem.Message)], " "), problems, packageId);

    private static string Detail(IReadOnlyList<string> problems, string between)
    {
        var more = problems.Count > ProblemsInDetail ? $" And {problems.Count - ProblemsInDetail} more." : "";
        return string.Join(between, problems.Take(ProblemsInDetail)) + more;
    }
}
