namespace HandoffSaga.Benchmarks.Driving;

/// <summary>One way to carry a signoff to two confirmed legs, with hubs that answer at once.</summary>
internal interface IVariant : IAsyncDisposable
{
    Task Start();

    /// <summary>Hands a signoff over; returns when the variant has taken it.</summary>
    Task Submit(string packageId, byte[] signoff);

    /// <summary>Raised with the package id when both legs are confirmed.</summary>
    event Action<string>? Completed;
}
