using Inburgering.People;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

/// <summary>Whatever is done to an audit trail, even by somebody who has the keys, its end in the file shows it.</summary>
public sealed class AuditChainTests
{
    private static readonly FileChange Change = Lived();
    private static readonly PersonFile File = Change.File;

    [Fact]
    public void A_whole_trail_has_no_fault()
    {
        Assert.Empty(AuditChain.Faults(File, Trail()));
        Assert.Equal(5, File.LastAudit);
    }

    [Fact]
    public void Consequences_say_which_line_set_them_off_and_every_line_says_the_policy()
    {
        Assert.Equal([null, 1L, 1L, 1L, 1L], Change.Audit.Select(line => line.CausedBy));
        Assert.All(Change.Audit, line => Assert.Equal("2026-1", line.PolicyVersion));
        Assert.All(Change.Audit, line => Assert.Equal("No ground is known.", line.Reason));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void An_altered_line_is_found(long number)
    {
        var trail = Trail();
        foreach (var altered in new[]
        {
            trail[number]! with { Action = "nothing" },
            trail[number]! with { Actor = Actor.CaseOfficer("somebody else") },
            trail[number]! with { At = trail[number]!.At.AddTicks(1) },
            trail[number]! with { Detail = null },
            trail[number]! with { PolicyVersion = "2027-1" },
            trail[number]! with { Reason = null },
            trail[number]! with { CausedBy = 4 },
            trail[number]! with { PreviousHash = new string('0', 64) },
        })
        {
            Assert.NotEmpty(AuditChain.Faults(File, new Dictionary<long, AuditEntry?>(trail) { [number] = altered }));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_line_that_was_taken_out_or_cut_off_at_the_end_is_found(long number)
    {
        var trail = Trail();
        trail.Remove(number);

        Assert.Equal(new AuditFault(number, "is missing"), AuditChain.Faults(File, trail)[0]);
    }

    [Fact]
    public void Lines_that_closed_up_over_a_gap_are_found()
    {
        var trail = Trail();
        trail[2] = trail[3]! with { Number = 2 };
        trail[3] = trail[4]! with { Number = 3 };
        trail[4] = trail[5]! with { Number = 4 };
        trail.Remove(5);

        Assert.NotEmpty(AuditChain.Faults(File, trail));
    }

    [Fact]
    public void Reordered_lines_are_found()
    {
        var trail = Trail();
        (trail[2], trail[3]) = (trail[3], trail[2]);

        Assert.Contains(new AuditFault(2, "is line 3, moved"), AuditChain.Faults(File, trail));

        trail[2] = trail[2]! with { Number = 2 };
        trail[3] = trail[3]! with { Number = 3 };
        Assert.NotEmpty(AuditChain.Faults(File, trail));
    }

    [Fact]
    public void An_added_line_is_found()
    {
        var trail = Trail();
        trail[6] = trail[5]! with { Number = 6, PreviousHash = trail[5]!.Hash(File.PersonId) };

        Assert.Equal(6, Assert.Single(AuditChain.Faults(File, trail)).Number);
    }

    [Fact]
    public void The_trail_of_another_person_is_found()
    {
        Assert.NotEmpty(AuditChain.Faults(File with { PersonId = "p2" }, Trail()));
    }

    [Fact]
    public void A_line_that_can_not_be_read_is_found()
    {
        var trail = Trail();
        trail[4] = null;

        Assert.Equal(4, Assert.Single(AuditChain.Faults(File, trail)).Number);
    }

    [Fact]
    public void What_one_field_ends_with_and_the_next_begins_with_is_told_apart()
    {
        var line = Change.Audit[0];

        Assert.NotEqual((line with { Action = "a", Detail = "bc" }).Hash("p1"), (line with { Action = "ab", Detail = "c" }).Hash("p1"));
        Assert.NotEqual((line with { Detail = null }).Hash("p1"), (line with { Detail = "-" }).Hash("p1"));
    }

    private static Dictionary<long, AuditEntry?> Trail() => Change.Audit.ToDictionary(line => line.Number, AuditEntry? (line) => line);

    private static FileChange Lived()
    {
        var change = new FileChange(new PersonFile { PersonId = "p1" }, InBrussels("2026-05-20"), Actor.CaseOfficer("officer")) { PolicyInForce = "2026-1", Reason = "No ground is known." };
        foreach (var number in Enumerable.Range(1, 5))
        {
            change.Record($"act{number}", $"detail {number}");
        }

        return change;
    }
}
