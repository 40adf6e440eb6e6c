using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Signatures;

/// <summary>Makes key files from registered services.</summary>
internal static class KeyFileRegistration
{
    /// <param name="provider">The services.</param>
    /// <param name="setting">The configuration's name for the file, for messages.</param>
    /// <param name="path">Where it lies.</param>
    public static KeyFile KeyFile(this IServiceProvider provider, string setting, string path) =>
        ActivatorUtilities.CreateInstance<KeyFile>(provider, setting, path);
}
