namespace HandoffSaga.Ledger;

/// <summary>A perfect subtree: the leaves from <c>Index * 2^Level</c> up to <c>(Index + 1) * 2^Level</c>.</summary>
internal readonly record struct TreeNode(int Level, long Index);
