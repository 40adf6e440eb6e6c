using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Signatures;

/// <summary>Creates key files from registered services.</summary>
internal static class KeyFileRegistration
{
    /// <param name="provider">The services.</param>
    /// <param name="setting">The name of the file's setting, for messages.</param>
    /// <param name="path">The file.</param>
    public static KeyFile KeyFile(this IServiceProvider provider, string setting, string path) =>
        ActivatorUtilities.CreateInstance<KeyFile>(provider, setting, path);
}
