namespace HandoffSaga.Signoffs;

/// <summary>The required form of a text, as a predicate and as a sentence for people.</summary>
internal sealed record SignoffTextShape(string Rule, Predicate<string> Fits);
