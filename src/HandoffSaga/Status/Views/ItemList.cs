namespace HandoffSaga.Status.Views;

/// <summary>A list on the wire: an object, so that members can be added.</summary>
internal sealed record ItemList<T>(IReadOnlyList<T> Items);
