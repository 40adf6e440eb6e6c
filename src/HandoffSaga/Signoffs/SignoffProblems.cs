using HandoffSaga.CanonicalJson;
using HandoffSaga.Signatures;

namespace HandoffSaga.Signoffs;

/// <summary>Creates the rejections of a signoff. None quotes received text, so that it cannot manipulate a log or a terminal.</summary>
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

    /// <summary>The signoff is larger than an entrance reads.</summary>
    public static SignoffProblem TooLarge(int maxBytes) =>
        new(SignoffProblemKind.TooLarge, $"The signoff may have at most {maxBytes} bytes.", [], null);

    /// <summary>The body claims to be an envelope around a signoff but is not one.</summary>
    public static SignoffProblem NoEnvelope(string reason) => new(SignoffProblemKind.NoEnvelope, reason, [], null);

    /// <summary>The same rejection for a signoff inside an envelope's member.</summary>
    public static SignoffProblem Inside(SignoffProblem problem, string member) =>
        problem with
        {
            Detail = $"In {member}: {problem.Detail}",
            Errors = [.. problem.Errors.Select(error => error with { Path = $"/{member}{error.Path}" })],
        };

    /// <summary>The signature is invalid. The sender learns which check failed, but nothing about keys.</summary>
    public static SignoffProblem Unauthorized(SignatureFault fault, string packageId)
    {
        var detail = "guardian_signature " + fault.Advice();
        return new(SignoffProblemKind.Unauthorized, detail, [new("/guardian_signature", detail)], packageId) { Reason = fault.Name() };
    }

    /// <summary>It is signed but incomplete, and its contract rejects incomplete signoffs.</summary>
    public static SignoffProblem Incomplete(IReadOnlyList<string> shortcomings, string packageId) =>
        new(
            SignoffProblemKind.Incomplete,
            Detail(shortcomings, "; "),
            [.. shortcomings.Select(wrong => new FieldProblem("", wrong))],
            packageId
        );

    /// <summary>A missing signature is the main reason for the rejection, before all other problems; the errors list all of them.</summary>
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
