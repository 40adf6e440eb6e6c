using System.Text.RegularExpressions;
using CsCheck;
using HandoffSaga.Legs;
using HandoffSaga.Settings;
using HandoffSaga.Signoffs;
using HandoffSaga.Specs.SmartContracts;
using HandoffSaga.Texts;

namespace HandoffSaga.Specs.Wire;

/// <summary>What a name must look like stands in one place; whatever reads, checks or describes one goes by it.</summary>
public sealed class The_shapes_of_names
{
    public static TheoryData<string> All =>
        [nameof(NameShapes.Id), nameof(NameShapes.Station), nameof(NameShapes.ContractFile), nameof(NameShapes.TransferId)];

    [Theory]
    [InlineData(nameof(NameShapes.Id), "id")]
    [InlineData(nameof(NameShapes.Station), "station")]
    [InlineData(nameof(NameShapes.ContractFile), "contract_file")]
    [InlineData(nameof(NameShapes.TransferId), "transfer_id")]
    public void Stand_in_the_schemas(string shape, string definition) => Published(definition).ShouldBe($"^{Shape(shape).Pattern}$");

    [Fact]
    public void Make_the_idempotency_key()
    {
        var key = $"{NameShapes.TransferId.Pattern}:({string.Join('|', DestinationNames.Vocabulary.Names)})";

        Published("idempotency_key").ShouldBe($"^{key}$");
        File.ReadAllText(Path.Combine(WireContract.Folder, "samples", "hub.py")).ShouldContain($"KEY = re.compile(r\"{key}\")");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Are_the_same_to_the_program_as_their_pattern(string name)
    {
        var shape = Shape(name);
        var pattern = new Regex($@"\A(?:{shape.Pattern})\z", RegexOptions.ECMAScript);

        Texts.Sample(text => shape.Fits(text).ShouldBe(pattern.IsMatch(text), text), iter: 5_000);
    }

    /// <summary>A station's own id is a setting; another station's is in a contract and in a signoff.</summary>
    [Fact]
    public void Are_the_same_in_settings() =>
        Texts.Sample(
            text => SettingKinds.StationId.TryRead(new RawSetting(text), out _).ShouldBe(NameShapes.Station.Fits(text.Trim()), text),
            iter: 2_000
        );

    /// <summary>What a signoff may not name, a contract may not name either, and the other way round.</summary>
    [Theory]
    [InlineData("SC-2.yaml", true)]
    [InlineData("SC-2.yml", true)]
    [InlineData("SC 2.yaml", false)]
    [InlineData("Prüfung.yaml", false)]
    [InlineData("_SC-2.yaml", false)]
    [InlineData("SC-2.YAML", false)]
    [InlineData("SC-2.yaml.", false)]
    public void Of_a_next_contract_are_one_for_signoffs_and_contracts(string name, bool fits)
    {
        SignoffNames.ContractFile.Fits(name).ShouldBe(fits);
        (
            ContractText.Parse($"{ContractText.Head}routing_trigger: {{ next_contract: \"{name}\" }}")
            is HandoffSaga.SmartContracts.ContractParse.Parsed
        ).ShouldBe(fits);
    }

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String,
        Gen.Char["aZ09._-/ é"].Array[0, 140].Select(characters => new string(characters)),
        Gen.Char["aZ09._-"].Array[0, 140].Select(characters => new string(characters) + ".yaml"),
        Gen.Char["aZ09._-"].Array[0, 140].Select(characters => "XFER-" + new string(characters))
    );

    private static NameShape Shape(string name) =>
        name switch
        {
            nameof(NameShapes.Id) => NameShapes.Id,
            nameof(NameShapes.Station) => NameShapes.Station,
            nameof(NameShapes.ContractFile) => NameShapes.ContractFile,
            _ => NameShapes.TransferId,
        };

    private static string Published(string definition) => (string)new WireSchemas().Sources["common"]["$defs"]![definition]!["pattern"]!;
}
