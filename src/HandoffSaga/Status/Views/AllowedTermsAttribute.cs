using System.ComponentModel.DataAnnotations;
using HandoffSaga.Legs;

namespace HandoffSaga.Status.Views;

/// <summary>Marks a member whose values are a vocabulary's names.</summary>
/// <param name="vocabulary">One of <see cref="Vocabularies"/>.</param>
/// <param name="orNull">Whether null is allowed too.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AllowedTermsAttribute(string vocabulary, bool orNull = false)
    : AllowedValuesAttribute([.. Vocabularies.All[vocabulary].Names, .. orNull ? [(string?)null] : Array.Empty<string?>()])
{
    public Vocabulary Vocabulary => Vocabularies.All[vocabulary];
}
