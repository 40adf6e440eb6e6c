namespace HandoffSaga.Signoffs;

/// <summary>What a text must look like, for the program and for people.</summary>
internal sealed record SignoffTextShape(string Rule, Predicate<string> Fits);
