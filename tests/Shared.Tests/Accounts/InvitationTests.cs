using Inburgering.Accounts;
using Inburgering.People;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Accounts;

public sealed class InvitationTests
{
    private static readonly IndexKeys Keys = new(new byte[32]);
    private static readonly DateTimeOffset Now = InBrussels("2026-03-02");

    [Fact]
    public void Who_holds_a_permit_and_gave_an_address_is_invited_once()
    {
        var change = Offer(Granted(Given.Person));

        Assert.Equal(Day("2026-03-02"), change.File.InvitedOn);
        Assert.Equal([Keys.ActivationCode("CODE-0001")], change.Claims.Select(claim => claim.Key));
        Assert.Equal(Day("2028-03-01"), Assert.Single(change.File.ActivationCodes).ExpiresOn);
        Assert.Empty(Offer(change.File).Outbox);
    }

    [Fact]
    public void Without_an_address_nobody_is_invited_until_there_is_one()
    {
        var change = Offer(Granted(Given.Person with { Email = null }));

        Assert.Empty(change.Outbox);
        Assert.Null(change.File.InvitedOn);
        Assert.Empty(change.File.ActivationCodes);
        Assert.Single(Offer(change.File with { HeldPermits = Granted(Given.Person).HeldPermits }).Outbox);
    }

    [Fact]
    public void Who_is_excluded_is_not_invited() => Assert.Empty(Offer(Granted(Given.Person, seasonal: true)).Outbox);

    [Fact]
    public void Who_has_an_account_is_not_invited() => Assert.Empty(Offer(Granted(Given.Person) with { Account = new AccountBinding("hash", Now) }).Outbox);

    [Fact]
    public void Who_came_without_a_permit_gets_the_code_by_letter_and_no_invitation() =>
        Assert.Empty(Offer(new PersonFile { PersonId = "p1", Registrations = [new Fact<Inburgering.Arrivals.Registration>(1, Now, "m1", Given.Registered)] }).Outbox);

    private static PersonFile Granted(PersonDetails holder, bool seasonal = false)
    {
        var file = new PersonFile { PersonId = "p1" };
        var permit = (seasonal ? Given.SeasonalPermit : Given.LongPermit) with { Holder = holder };
        return file with { HeldPermits = file.HeldPermits.Add(permit.PermitNumber, [new Fact<Inburgering.Permits.Permit>(1, Now, "m1", permit)]) };
    }

    private static FileChange Offer(PersonFile file)
    {
        var change = new FileChange(file, Now, Actor.System);
        Assessment.Reassess(change, TestPolicy.Book);
        var decided = new FileChange(change.File, Now, Actor.System);
        Invitation.Offer(decided, "CODE-0001", Keys, TestPolicy.Book);
        return decided;
    }
}
