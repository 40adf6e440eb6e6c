using HandoffSaga.Authorization;
using HandoffSaga.Host.Settings;

namespace HandoffSaga.Host.Station;

/// <summary>What a start says: who it is, where its data lies, and what it does not check.</summary>
internal sealed partial class StationAnnouncement(ILogger<StationAnnouncement> logger)
{
    public void Starting(HandoffSettings settings)
    {
        DataIn(settings.Node.NodeId, settings.Node.Instance, settings.DataFolder);
        if (settings.Guardian.Verification == GuardianVerification.Off)
            VerificationIsOff();
        if (DataFolder.IsOpenToOthers(settings.DataFolder))
            OpenToOthers(settings.DataFolder);
        if (!Directory.Exists(settings.Contracts.Folder))
            NoContracts(settings.Contracts.Folder);
    }

    [LoggerMessage(1, LogLevel.Information, "Station {Node} ({Instance}) starts; its data is in {DataFolder}")]
    private partial void DataIn(string node, string instance, string dataFolder);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "GUARDIAN'S SIGNATURES ARE NOT VERIFIED: Guardian:Verification is off. Whoever reaches an entrance can move parts"
    )]
    private partial void VerificationIsOff();

    [LoggerMessage(4, LogLevel.Information, "Listening on {Urls}")]
    public partial void Listening(string urls);

    [LoggerMessage(5, LogLevel.Information, "Stopping: taking nothing new, finishing what is under way")]
    public partial void Stopping();

    [LoggerMessage(6, LogLevel.Information, "Stopped")]
    public partial void Stopped();

    [LoggerMessage(7, LogLevel.Critical, "The station stops by itself: a part of it failed")]
    public partial void Failed();

    [LoggerMessage(
        8,
        LogLevel.Warning,
        "There is no contracts folder {Folder}: every part that goes on to a next node is held until its contract is there"
    )]
    private partial void NoContracts(string folder);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "Others than its owner can look into the data folder, with every test result and key in it: chmod 700 {Folder}"
    )]
    private partial void OpenToOthers(string folder);
}
