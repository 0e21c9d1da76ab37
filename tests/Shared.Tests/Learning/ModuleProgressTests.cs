using Inburgering.Learning;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Learning;

public sealed class ModuleProgressTests
{
    private static readonly string[] Sections = ["one", "two", "three"];

    private static ModuleProgress All => ModuleProgress.None.Completing("one").Completing("two").Completing("three");

    [Fact]
    public void A_module_begins_not_started() => Is(ModuleProgress.None, ModuleStatus.NotStarted, 0);

    [Fact]
    public void Going_through_sections_brings_it_on_its_way() => Is(ModuleProgress.None.Completing("two"), ModuleStatus.InProgress, 33);

    [Fact]
    public void Going_through_a_section_again_changes_nothing() => Is(ModuleProgress.None.Completing("two").Completing("two"), ModuleStatus.InProgress, 33);

    [Fact]
    public void With_every_section_gone_through_the_test_is_open() => Is(All, ModuleStatus.ReadyForTest, 100);

    [Fact]
    public void A_failed_test_opens_every_section_again_the_part_must_be_redone()
    {
        var failed = All.Opening("a1", InBrussels("2026-05-20")).Closing("a1", passed: false, Day("2026-05-20"), ["housing", "health"]);

        Is(failed, ModuleStatus.InProgress, 0);
        Assert.Empty(failed.CompletedSections);
        Assert.Equal(["housing", "health"], failed.TopicsToStudy);
        Assert.Equal((1, null), (failed.FailedAttempts, failed.OpenAttemptId));
    }

    [Fact]
    public void After_a_fail_the_test_opens_only_when_every_section_was_gone_through_again()
    {
        var failed = All.Closing("a1", passed: false, Day("2026-05-20"), []);

        Is(failed.Completing("one").Completing("two"), ModuleStatus.InProgress, 66);
        Is(failed.Completing("one").Completing("two").Completing("three"), ModuleStatus.ReadyForTest, 100);
    }

    [Fact]
    public void A_passed_test_closes_the_module_for_good()
    {
        var passed = All.Opening("a1", InBrussels("2026-05-20")).Closing("a1", passed: true, Day("2026-05-20"), ["never shown"]);

        Is(passed, ModuleStatus.Passed, 100);
        Assert.Equal((Day("2026-05-20"), "a1", null), (passed.PassedOn, passed.PassedAttemptId, passed.OpenAttemptId));
        Assert.Empty(passed.TopicsToStudy);
    }

    [Fact]
    public void A_passed_module_stays_passed_when_its_content_grows() =>
        Assert.Equal((ModuleStatus.Passed, 100), (Passed.StatusIn(["one", "two", "three", "four"]), Passed.PercentOf(["four"])));

    [Fact]
    public void A_section_that_was_added_has_to_be_gone_through_before_the_test() =>
        Assert.Equal((ModuleStatus.InProgress, 75), (All.StatusIn(["one", "two", "three", "four"]), All.PercentOf(["one", "two", "three", "four"])));

    [Fact]
    public void Compulsory_modules_stand_first_in_the_order_of_the_policy()
    {
        var others = TestPolicy.Content.Modules.Keys.Except(["labour-rights", "basis"]).ToList();

        Assert.Equal(["labour-rights", "basis", .. others], TestPolicy.Content.InOrder(["labour-rights", "basis"]).Select(module => module.ModuleId));
        Assert.Equal(TestPolicy.Current.CompulsoryModules, TestPolicy.Content.InOrder(TestPolicy.Current.CompulsoryModules).Take(3).Select(module => module.ModuleId));
    }

    private static ModuleProgress Passed => All.Closing("a1", passed: true, Day("2026-05-20"), []);

    private static void Is(ModuleProgress progress, ModuleStatus status, int percent) =>
        Assert.Equal((status, percent), (progress.StatusIn(Sections), progress.PercentOf(Sections)));
}
