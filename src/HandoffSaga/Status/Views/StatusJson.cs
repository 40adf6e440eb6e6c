using System.Text.Json.Serialization;

namespace HandoffSaga.Status.Views;

/// <summary>The status views as JSON: snake_case, every member written, null for a missing value.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(TransferView))]
[JsonSerializable(typeof(TransferPage))]
[JsonSerializable(typeof(ItemList<AttemptView>), TypeInfoPropertyName = "AttemptList")]
[JsonSerializable(typeof(ItemList<LedgerEntryView>), TypeInfoPropertyName = "LedgerEntryList")]
[JsonSerializable(typeof(ItemList<RejectedView>), TypeInfoPropertyName = "RejectedList")]
[JsonSerializable(typeof(HubsView))]
[JsonSerializable(typeof(LedgerHeadSeenView))]
[JsonSerializable(typeof(LateReceiptView))]
internal sealed partial class StatusJson : JsonSerializerContext;
