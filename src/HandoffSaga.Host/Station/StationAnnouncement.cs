using HandoffSaga.Authorization;
using HandoffSaga.Host.Settings;
using HandoffSaga.Legs;

namespace HandoffSaga.Host.Station;

/// <summary>Logs the station's start and stop: its name, its data folder, and unsafe settings.</summary>
internal sealed partial class StationAnnouncement(ILogger<StationAnnouncement> logger)
{
    public void Starting(HandoffSettings settings)
    {
        DataIn(settings.Node.NodeId, settings.Node.Instance, settings.DataFolder);
        foreach (var leg in new[] { Destination.VaultHub, Destination.NextNode })
        {
            var hub = settings.Hubs.For(leg);
            Hub(leg.WireName(), HubAnnouncement.Where(leg, hub), HubAnnouncement.Evidence(leg, hub));
        }

        if (settings.Guardian.Verification == GuardianVerification.Off)
            VerificationIsOff();
        if (DataFolder.IsOpenToOthers(settings.DataFolder))
            OpenToOthers(settings.DataFolder);
        if (!Directory.Exists(settings.Contracts.Folder))
            NoContracts(settings.Contracts.Folder);
    }

    [LoggerMessage(1, LogLevel.Information, "Station {Node} ({Instance}) starts; its data is in {DataFolder}")]
    private partial void DataIn(string node, string instance, string dataFolder);

    [LoggerMessage(492, LogLevel.Information, "Packages for {Hub} go to {Where}; a leg completes with {Evidence}")]
    private partial void Hub(string hub, string where, string evidence);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "GUARDIAN'S SIGNATURES ARE NOT VERIFIED: Guardian:Verification is off. Anyone who can reach an intake can move parts"
    )]
    private partial void VerificationIsOff();

    [LoggerMessage(4, LogLevel.Information, "Listening on {Urls}")]
    public partial void Listening(string urls);

    [LoggerMessage(5, LogLevel.Information, "Stopping: accepting nothing new, finishing work in progress")]
    public partial void Stopping();

    [LoggerMessage(6, LogLevel.Information, "Stopped")]
    public partial void Stopped();

    [LoggerMessage(7, LogLevel.Critical, "The station is stopping because a part of it failed")]
    public partial void Failed();

    [LoggerMessage(
        8,
        LogLevel.Warning,
        "The contracts folder {Folder} does not exist: every part with a next node is held until its contract is there"
    )]
    private partial void NoContracts(string folder);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "The data folder, with all test results and keys, is accessible to other users; run chmod 700 {Folder}"
    )]
    private partial void OpenToOthers(string folder);
}
