using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace HandoffSaga.Health;

/// <summary>
/// What one part of the program reports about itself. Everybody may read it, without a token: it has no file paths, addresses with
/// credentials or other secrets.
/// </summary>
/// <param name="Name">The part, such as <c>store</c>; with a particular in parentheses where there are several, as in <c>witness (...)</c>.</param>
/// <param name="State">One of <see cref="HealthStates"/>.</param>
/// <param name="Detail">What is wrong, or other information; null for none.</param>
/// <param name="WhatToDo">What a person should do; null when nothing, or when it mends itself.</param>
internal sealed record HealthCheck(
    string Name,
    [property: JsonPropertyOrder(2), AllowedValues(HealthStates.Ok, HealthStates.Warn, HealthStates.Failed)]
    [property: Description("ok, warn: signoffs are accepted and a person should look, or failed.")]
        string State,
    [property: JsonPropertyOrder(1)] string? Detail,
    [property: JsonPropertyOrder(3), Description("What a person should do; null when nothing.")] string? WhatToDo
)
{
    /// <summary>It is no reason to be unready.</summary>
    public bool Ok => State != HealthStates.Failed;

    public static HealthCheck Good(string name, string? detail = null) => new(name, HealthStates.Ok, detail, null);

    public static HealthCheck Warning(string name, string detail, string? whatToDo) => new(name, HealthStates.Warn, detail, whatToDo);

    public static HealthCheck Failed(string name, string detail, string? whatToDo = null) =>
        new(name, HealthStates.Failed, detail, whatToDo);
}
