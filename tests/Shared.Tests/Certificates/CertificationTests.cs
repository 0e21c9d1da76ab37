using System.Collections.Immutable;
using Inburgering.Certificates;
using Inburgering.Learning;
using Inburgering.People;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Certificates;

public sealed class CertificationTests
{
    private static readonly IndexKeys Keys = new(new byte[32]);

    [Fact]
    public void Passing_all_compulsory_modules_gives_the_certificate_on_the_legal_day()
    {
        // Half past midnight in Brussels is the evening before by UTC.
        var change = Issue(Passed("basis", "rights-duties", "labour-rights"), InBrussels("2026-06-02", "00:30"));

        Assert.Equal(
            new Certificate("ABCD-0123-EFGH-4567", "Ayşe Yılmaz", Day("2026-06-02"), change.File.Certificate!.Modules),
            change.File.Certificate);
        Assert.Equal(["basis", "rights-duties", "labour-rights"], change.File.Certificate.Modules);
        Assert.Equal([new IndexClaim(Keys.VerificationCode("ABCD-0123-EFGH-4567"), "p1")], change.Claims);
    }

    [Theory]
    [InlineData()]
    [InlineData("basis")]
    [InlineData("basis", "rights-duties", "taxation")]
    public void As_long_as_one_is_missing_there_is_none(params string[] passed)
    {
        var change = Issue(Passed(passed), InBrussels("2026-06-02"));

        Assert.Null(change.File.Certificate);
        Assert.True(change.IsEmpty);
        Assert.Empty(change.Claims);
    }

    [Fact]
    public void It_is_issued_once_and_keeps_the_name_it_was_issued_to()
    {
        var issued = Issue(Passed("basis", "rights-duties", "labour-rights"), InBrussels("2026-06-02")).File;

        var change = Issue(issued with { DeclaredAs = Given.Person with { FamilyName = "Peeters" } }, InBrussels("2027-01-01"));

        Assert.True(change.IsEmpty);
        Assert.Equal("Ayşe Yılmaz", change.File.Certificate!.HolderName);
    }

    [Fact]
    public void What_is_voluntary_does_not_stand_in_it() =>
        Assert.Equal(TestPolicy.Current.CompulsoryModules, Issue(Passed("basis", "rights-duties", "labour-rights", "taxation"), InBrussels("2026-06-02")).File.Certificate!.Modules);

    private static PersonFile Passed(params string[] modules) => new()
    {
        PersonId = "p1",
        DeclaredAs = Given.Person,
        Modules = modules.ToImmutableSortedDictionary(moduleId => moduleId, _ => new ModuleProgress { PassedOn = Day("2026-06-01"), PassedAttemptId = "a1" }, StringComparer.Ordinal),
    };

    private static FileChange Issue(PersonFile file, DateTimeOffset now)
    {
        var change = new FileChange(file, now, Actor.System);
        Certification.Issue(change, "ABCD-0123-EFGH-4567", Keys, TestPolicy.Book);
        return change;
    }
}
