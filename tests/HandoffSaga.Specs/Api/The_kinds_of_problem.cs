using System.Reflection;
using HandoffSaga.Host.Api;
using HandoffSaga.Signoffs;

namespace HandoffSaga.Specs.Api;

/// <summary>Programs tell problems apart by their type, so it never changes.</summary>
public sealed class The_kinds_of_problem
{
    [Fact]
    public void Are_these() =>
        Of<ProblemType>(typeof(ProblemTypes))
            .Select(type => $"{type.Status} {type.With("").Type}")
            .ShouldBe(
                [
                    "400 urn:handoff:problem:not-json",
                    "400 urn:handoff:problem:wrong-parameters",
                    "401 urn:handoff:problem:token-required",
                    "403 urn:handoff:problem:foreign-origin",
                    "404 urn:handoff:problem:unknown-package",
                    "404 urn:handoff:problem:no-such-package",
                    "404 urn:handoff:problem:unknown-leg",
                    "409 urn:handoff:problem:not-redeliverable",
                    "409 urn:handoff:problem:not-closable",
                    "413 urn:handoff:problem:too-large",
                    "415 urn:handoff:problem:wrong-media-type",
                    "421 urn:handoff:problem:foreign-host",
                    "422 urn:handoff:problem:wrong-members",
                    "500 urn:handoff:problem:unexpected",
                    "503 urn:handoff:problem:unavailable",
                ],
                ignoreOrder: true
            );

    [Fact]
    public void Of_a_rejected_signoff_are_two_whatever_the_door_finds() =>
        Of<SignoffProblemKind>(typeof(SignoffProblemKind))
            .Select(rejection => ProblemTypes.Signoff(rejection))
            .Select(type => $"{type.Status} {type.With("").Type}")
            .Distinct()
            .ShouldBe(
                [
                    "400 urn:handoff:problem:signoff-refused",
                    "401 urn:handoff:problem:signoff-refused",
                    "409 urn:handoff:problem:signoff-conflict",
                    "413 urn:handoff:problem:signoff-refused",
                    "422 urn:handoff:problem:signoff-refused",
                ],
                ignoreOrder: true
            );

    private static IEnumerable<T> Of<T>(Type table) =>
        table.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (T)field.GetValue(null)!);
}
