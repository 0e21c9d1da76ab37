using Inburgering.Arrivals;
using Inburgering.Cases;
using Inburgering.Certificates;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;

namespace Inburgering.Shared.Tests.Certificates;

/// <summary>A certificate that is taken back, and what it means for the passes and the obligation (docs/adr/0021).</summary>
public sealed class CertificateRevokingTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);

    [Fact]
    public async Task Given_the_passes_stand_then_another_is_issued_at_once_and_the_obligation_is_as_it_was()
    {
        var (world, personId, code) = await CertifiedAsync();

        var answer = await RevokeAsync(world, personId, code);

        Assert.Null(answer.Refusal);
        var file = await world.FileAsync(personId);
        Assert.NotEqual(code, file.Certificate!.VerificationCode);
        Assert.IsType<Fulfilled>(file.Obligation);
        Assert.True((await VerifyAsync(world, code))!.Value.IsRevoked);
        Assert.False((await VerifyAsync(world, file.Certificate.VerificationCode))!.Value.IsRevoked);
    }

    [Fact]
    public async Task Given_a_pass_does_not_stand_then_the_module_is_taken_again_and_a_new_term_begins_with_a_letter()
    {
        var (world, personId, code) = await CertifiedAsync();

        Assert.Null((await RevokeAsync(world, personId, code, "basis")).Refusal);
        await world.SettleAsync();

        var file = await world.FileAsync(personId);
        Assert.Null(file.Certificate);
        Assert.False(file.Progress("basis").IsPassed);
        Assert.Empty(file.Progress("basis").CompletedSections);
        Assert.True(file.Progress("labour-rights").IsPassed);
        Assert.IsType<LetterPending>(file.Obligation);
        Assert.Equal(LetterKind.Recruitment, file.Letters[^1].Kind);
        Assert.Equal("pending", world.ToldDwewis(personId)[^1]);

        await world.TakeTestAsync(personId, "basis", pass: true);
        file = await world.FileAsync(personId);
        Assert.IsType<Fulfilled>(file.Obligation);
        Assert.NotEqual(code, file.Certificate!.VerificationCode);
        Assert.True((await VerifyAsync(world, code))!.Value.IsRevoked);
    }

    [Fact]
    public async Task Revoking_the_same_again_changes_nothing_and_spares_the_new_one()
    {
        var (world, personId, code) = await CertifiedAsync();
        var first = await RevokeAsync(world, personId, code);
        var after = await world.FileAsync(personId);

        var second = await RevokeAsync(world, personId, code.ToLowerInvariant(), "basis");

        Assert.Equal(first.Value!.Result.RevokedOn, second.Value!.Result.RevokedOn);
        Assert.Equal(after.Certificate!.VerificationCode, (await world.FileAsync(personId)).Certificate!.VerificationCode);
        Assert.Single((await world.FileAsync(personId)).RevokedCertificates);
    }

    [Fact]
    public async Task Another_code_another_agency_and_a_module_that_is_not_in_it_are_refused()
    {
        var (world, personId, code) = await CertifiedAsync();

        Assert.Equal("noSuchCertificate", (await RevokeAsync(world, personId, "0000-0000-0000-0000")).Refusal!.Code);
        Assert.Equal("modulesToRedo", (await RevokeAsync(world, personId, code, "taxation")).Refusal!.Field);
        var revoking = world.Get<CertificateRevoking>();
        Assert.Equal(RefusalKind.NotFound, (await revoking.RevokeAsync(personId, new CaseOfficer(Agency.Atlas, "officer-7"), code, "Why.", [], CancellationToken.None)).Refusal!.Kind);
        Assert.False((await VerifyAsync(world, code))!.Value.IsRevoked);
    }

    [Fact]
    public async Task One_of_two_that_a_joined_file_holds_is_taken_back_alone_while_the_passes_stand()
    {
        var (world, personId, code, further) = await CertifiedTwiceAsync();

        Assert.Null((await RevokeAsync(world, personId, further.ToLowerInvariant())).Refusal);

        var file = await world.FileAsync(personId);
        Assert.Equal((code, 0, further), (file.Certificate!.VerificationCode, file.FurtherCertificates.Count, Assert.Single(file.RevokedCertificates).Certificate.VerificationCode));
        Assert.IsType<Fulfilled>(file.Obligation);
        Assert.True((await VerifyAsync(world, further))!.Value.IsRevoked);
        Assert.False((await VerifyAsync(world, code))!.Value.IsRevoked);
    }

    [Fact]
    public async Task The_first_of_two_is_replaced_and_the_other_stays_valid()
    {
        var (world, personId, code, further) = await CertifiedTwiceAsync();

        Assert.Null((await RevokeAsync(world, personId, code)).Refusal);

        var file = await world.FileAsync(personId);
        Assert.Equal([further], file.FurtherCertificates.Select(certificate => certificate.VerificationCode));
        Assert.DoesNotContain(file.Certificate!.VerificationCode, new[] { code, further });
        Assert.True((await VerifyAsync(world, code))!.Value.IsRevoked);
        Assert.False((await VerifyAsync(world, further))!.Value.IsRevoked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pass_that_does_not_stand_takes_both_back_whichever_is_named(bool nameTheFirst)
    {
        var (world, personId, code, further) = await CertifiedTwiceAsync();

        Assert.Null((await RevokeAsync(world, personId, nameTheFirst ? code : further, "basis")).Refusal);

        var file = await world.FileAsync(personId);
        Assert.Empty(file.ValidCertificates);
        Assert.Equal(2, file.RevokedCertificates.Count);
        Assert.True((await VerifyAsync(world, code))!.Value.IsRevoked && (await VerifyAsync(world, further))!.Value.IsRevoked);
        Assert.IsType<LetterPending>(file.Obligation);

        // Joining the same file once more brings nothing back.
        var again = FileJoin.Joined(file, file with { RevokedCertificates = [], FurtherCertificates = [file.RevokedCertificates[1].Certificate], Certificate = file.RevokedCertificates[0].Certificate });
        Assert.Empty(again.ValidCertificates);
    }

    /// <summary>With a second certificate, as a file has that was joined with another of the same person.</summary>
    private async Task<(World World, string PersonId, string Code, string Further)> CertifiedTwiceAsync()
    {
        var (world, personId, code) = await CertifiedAsync();
        var further = Inburgering.Accounts.RandomCodes.VerificationCode();
        await world.Get<Inburgering.Storage.PersonFiles>().ChangeAsync(personId, Actor.System, change =>
        {
            change.Claim(world.Keys.VerificationCode(further));
            change.Update(file => file with { FurtherCertificates = [file.Certificate! with { VerificationCode = further }] });
            return true;
        });
        return (world, personId, code, further);
    }

    private async Task<(World World, string PersonId, string Code)> CertifiedAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person));
        var personId = await world.HolderAsync(Person.PermitNumber);
        await world.PassEverythingAsync(personId);
        await world.TakeAllAsync(Incoming.Registered(Person, permitNumber: Person.PermitNumber));
        await world.SettleAsync();
        var file = await world.FileAsync(personId);
        Assert.IsType<Fulfilled>(file.Obligation);
        return (world, personId, file.Certificate!.VerificationCode);
    }

    private static async Task<Answer<Inburgering.Storage.Outcome<RevokedCertificate>>> RevokeAsync(World world, string personId, string code, params string[] modulesToRedo) =>
        await world.Get<CertificateRevoking>().RevokeAsync(personId, new CaseOfficer((await world.FileAsync(personId)).ResponsibleAgency!.Value, "officer-7"), code, "Somebody else sat the test.", modulesToRedo, CancellationToken.None);

    private static Task<(Certificate Certificate, bool IsRevoked)?> VerifyAsync(World world, string code) =>
        world.Get<CertificateVerification>().FindAsync(code, CancellationToken.None);
}
