using HandoffSaga.Outbound;

namespace HandoffSaga.Client.ServiceApi;

/// <summary>Why a published log could not be read over HTTP, in a few words.</summary>
internal static class LedgerFailure
{
    public static string Describe(Exception failure) =>
        failure is HttpRequestException { StatusCode: { } status } ? $"HTTP {(int)status}" : TransportErrors.Describe(failure).Text;
}
