using HandoffSaga.Host.Api.OpenApi;
using HandoffSaga.Legs;
using HandoffSaga.Status;
using HandoffSaga.Status.Views;
using Microsoft.AspNetCore.Mvc;

namespace HandoffSaga.Host.Api;

/// <summary>Maps the endpoints with the records of one transfer.</summary>
internal static class TransferRecordEndpoints
{
    private const string Json = "application/json";

    public static void MapTransferRecords(this IEndpointRouteBuilder endpoints)
    {
        var transfer = endpoints.MapGroup("/transfers/{package_id}").WithTags("Transfers");
        transfer
            .MapGet("/attempts", Attempts)
            .WithName("list_attempts")
            .WithSummary("All delivery attempts of both legs")
            .Produces<ItemList<AttemptView>>()
            .ProducesProblems(401, 404, 503);
        transfer
            .MapGet("/audit", Audit)
            .WithName("get_audit")
            .WithSummary("The ledger entries of a transfer")
            .WithDescription("In the order they were written. Each entry is the canonical JSON (RFC 8785) that its hash is computed over.")
            .Produces<ItemList<LedgerEntryView>>()
            .ProducesProblems(401, 404, 503);
        transfer
            .MapGet("/signoff", Signoff)
            .WithName("get_signoff")
            .WithSummary("The signoff in canonical form")
            .WithDescription("What Guardian signed, and its signature, as RFC 8785 canonical JSON.")
            .Produces<SignoffDocument>()
            .ProducesProblems(401, 404, 503);
        transfer
            .MapGet("/packages/{leg}", Package)
            .WithName("get_package")
            .WithSummary("The exact body that a leg sends")
            .WithDescription("`leg` is vault_hub or next_node. The digest of the bytes is the leg's `payload_sha256`.")
            .Produces<PackageDocument>()
            .ProducesProblems(401, 404, 503);
    }

    private static async Task<IResult> Attempts(
        [FromRoute(Name = "package_id")] string packageId,
        TransferQueries queries,
        CancellationToken cancellationToken
    ) =>
        await queries.Attempts(packageId, cancellationToken) is { } attempts
            ? TypedResults.Json(attempts, StatusJson.Default.AttemptList)
            : Problems.UnknownPackage(packageId);

    private static async Task<IResult> Audit(
        [FromRoute(Name = "package_id")] string packageId,
        TransferQueries queries,
        CancellationToken cancellationToken
    ) =>
        await queries.Audit(packageId, cancellationToken) is { } entries
            ? TypedResults.Json(entries, StatusJson.Default.LedgerEntryList)
            : Problems.UnknownPackage(packageId);

    private static async Task<IResult> Signoff(
        [FromRoute(Name = "package_id")] string packageId,
        TransferQueries queries,
        CancellationToken cancellationToken
    ) =>
        await queries.Signoff(packageId, cancellationToken) is { } signoff
            ? TypedResults.Bytes(signoff, Json)
            : Problems.UnknownPackage(packageId);

    private static async Task<IResult> Package(
        [FromRoute(Name = "package_id")] string packageId,
        string leg,
        TransferQueries queries,
        CancellationToken cancellationToken
    )
    {
        if (DestinationNames.Parse(leg) is not { } destination)
            return Problems.UnknownLeg(leg);
        return await queries.Package(packageId, destination, cancellationToken) is { } package
            ? TypedResults.Bytes(package, Json)
            : Problems.NoSuchPackage(packageId, leg);
    }
}
