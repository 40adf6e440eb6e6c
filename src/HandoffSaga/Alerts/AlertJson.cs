using System.Text.Json.Serialization;
using HandoffSaga.Messages;

namespace HandoffSaga.Alerts;

[JsonSerializable(typeof(TransferAlert))]
internal sealed partial class AlertJson : JsonSerializerContext;
