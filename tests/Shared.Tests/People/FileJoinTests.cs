using System.Collections.Immutable;
using FsCheck.Xunit;
using Inburgering.Accounts;
using Inburgering.Enforcement;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

/// <summary>What becomes of each part of two files that are one person's.</summary>
public sealed class FileJoinTests
{
    private static readonly BreachConfirmation Confirmed = new("officer-7", Utc("2026-11-20T09:00:00Z"), "No contact.");

    [Fact]
    public void A_breach_that_was_confirmed_stands_before_a_fulfilment_and_that_before_a_term()
    {
        Obligation[] inOrder =
        [
            Late(Confirmed), Breach("2026-10-08", Confirmed), new Fulfilled(Day("2026-05-01"), "1", null), Run("2026-10-08"), new LetterPending(Day("2026-05-04"), "1", "a-1"),
            new Ended(Day("2026-05-04"), EndReason.StatusChanged, "1", null), new NoObligation(),
        ];

        for (var first = 0; first < inOrder.Length; first++)
        {
            foreach (var lesser in inOrder.Skip(first + 1))
            {
                Assert.Same(inOrder[first], FileJoin.Standing(inOrder[first], lesser));
                Assert.Same(inOrder[first], FileJoin.Standing(lesser, inOrder[first]));
            }
        }
    }

    [Property]
    public void Of_two_terms_the_later_deadline_stands_so_that_none_comes_earlier(byte one, byte other, bool isBreach)
    {
        var (first, second) = (Day("2026-10-08").AddDays(one), Day("2026-10-08").AddDays(other));
        Obligation Of(DateOnly deadline) => isBreach ? Breach(deadline, null) : Run(deadline);

        Assert.Equal(first < second ? second : first, FileJoin.Standing(Of(first), Run(second)).Term!.DeadlineOn);
    }

    [Fact]
    public void Two_numbers_of_one_kind_two_accounts_and_two_dossiers_forbid_it()
    {
        var (one, other) = (Registered("a", Given.Registered.NationalNumber), Registered("b", "85073003328"));

        Assert.Equal("twoNationalNumbers", FileJoin.Forbidden(one, other)!.Code);
        Assert.Null(FileJoin.Forbidden(one, Registered("b", "91451712312")));
        Assert.Equal("bothAccountsBound", FileJoin.Forbidden(With("a", "alice"), With("b", "bob"))!.Code);
        Assert.Null(FileJoin.Forbidden(With("a", "alice"), With("b", "alice")));
        Assert.Equal("bothAtEnforcement", FileJoin.Forbidden(AtEnforcement("a"), AtEnforcement("b"))!.Code);
        Assert.Null(FileJoin.Forbidden(AtEnforcement("a"), new PersonFile { PersonId = "b" }));
    }

    [Fact]
    public void Whom_enforcement_knows_stays_else_whom_the_Register_knows_by_the_national_number_first()
    {
        var (known, bis, number) = (new PersonFile { PersonId = "known" }, Registered("bis", "91451712312"), Registered("number", Given.Registered.NationalNumber));

        Assert.Equal("known", FileJoin.Staying(known, new PersonFile { PersonId = "other" }).PersonId);
        foreach (var (lesser, stays) in new[] { (known, bis), (bis, number), (number, AtEnforcement("enforced")) })
        {
            Assert.Equal(stays.PersonId, FileJoin.Staying(lesser, stays).PersonId);
            Assert.Equal(stays.PersonId, FileJoin.Staying(stays, lesser).PersonId);
        }
    }

    [Fact]
    public void What_the_other_file_holds_is_kept_once_however_often_it_is_taken()
    {
        var stays = Registered("a", Given.Registered.NationalNumber) with { Certificate = new("CODE1", "Ayşe Yılmaz", Day("2026-05-01"), []) };
        var goes = AtEnforcement("b") with { Certificate = new("CODE2", "Ayşe Yılmaz", Day("2026-04-01"), []), Account = new("alice", Utc("2026-04-01T08:00:00Z")), JoinedFrom = ["c"] };

        var once = FileJoin.Joined(stays, goes);
        var twice = FileJoin.Joined(once, goes);

        Assert.Equal(["b", "c"], once.JoinedFrom);
        Assert.Equal("enf-b", once.Enforcement!.EnforcementCaseId);
        Assert.Equal("alice", once.Account!.AccountKey);
        Assert.Equal(["CODE2"], once.FurtherCertificates.Select(certificate => certificate.VerificationCode));
        Assert.Equal(Inburgering.Storage.RowCodec.ToJson(once).GetRawText(), Inburgering.Storage.RowCodec.ToJson(twice).GetRawText());
    }

    private static PersonFile Registered(string personId, string number) => new()
    {
        PersonId = personId,
        Registrations = [new Fact<Inburgering.Arrivals.Registration>(1, Utc("2026-05-04T07:00:00Z"), "m1", Given.Registered with { NationalNumber = number })],
    };

    private static PersonFile With(string personId, string account) => new() { PersonId = personId, Account = new AccountBinding(account, Utc("2026-04-01T08:00:00Z")) };

    private static PersonFile AtEnforcement(string personId) => new()
    {
        PersonId = personId,
        Enforcement = new EnforcementReferral(EnforcementReferral.CaseIdOf(personId), Breach("2026-10-08", Confirmed), 3, null),
    };

    private static Running Run(string deadline) => Run(Day(deadline));

    private static Running Run(DateOnly deadline) => new(Day("2026-03-02"), "1", "a-1", TermTo(deadline), []);

    private static Breached Breach(string deadline, BreachConfirmation? confirmation) => Breach(Day(deadline), confirmation);

    private static Breached Breach(DateOnly deadline, BreachConfirmation? confirmation) =>
        new(Day("2026-03-02"), deadline.AddDays(1), "1", "a-1", TermTo(deadline), [], confirmation);

    private static FulfilledLate Late(BreachConfirmation confirmation) => new(Day("2026-12-01"), "1", "a-1", TermTo(Day("2026-10-08")), confirmation);

    private static Term TermTo(DateOnly deadline) => new(deadline.AddMonths(-6), deadline, []);
}
