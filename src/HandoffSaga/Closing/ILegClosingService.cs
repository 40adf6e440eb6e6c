using HandoffSaga.Legs;
using HandoffSaga.Redelivery;

namespace HandoffSaga.Closing;

/// <summary>Accepts people's decisions to close a leg that can never be confirmed here.</summary>
internal interface ILegClosingService
{
    /// <summary>Closes the leg; returns after that is on disk. A leg that is closed already stays as it is.</summary>
    /// <param name="packageId">The package.</param>
    /// <param name="leg">Which half.</param>
    /// <param name="reason">The reason, for the ledger; 1 to 1000 characters.</param>
    /// <param name="requester">The person, for the ledger.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<CloseResult> Close(string packageId, Destination leg, string reason, Requester requester, CancellationToken cancellationToken);
}
