using HandoffSaga.Signatures;
using Microsoft.Extensions.DependencyInjection;

namespace HandoffSaga.Authorization;

/// <summary>Registers the authorization of signoffs.</summary>
internal static class AuthorizationRegistration
{
    public static IServiceCollection AddAuthorization(this IServiceCollection services, GuardianOptions options) =>
        services
            .AddSingleton(provider =>
                options.Verification == GuardianVerification.Required
                    ? new GuardianKeys(provider.KeyFile("Guardian:Jwks", options.Jwks))
                    : GuardianKeys.NotChecked
            )
            .AddSingleton<SignoffAuthorization>();
}
