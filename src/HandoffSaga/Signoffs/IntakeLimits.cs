namespace HandoffSaga.Signoffs;

/// <summary>How large a signoff may be.</summary>
/// <param name="MaxBytes">Bytes as received (<c>Intake:MaxBytes</c>).</param>
/// <param name="MaxDepth">Objects and arrays that may be open at once.</param>
internal sealed record IntakeLimits(int MaxBytes = 8 * 1024 * 1024, int MaxDepth = 64);
