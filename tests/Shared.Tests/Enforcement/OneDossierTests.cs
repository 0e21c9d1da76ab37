using Inburgering.Arrivals;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.People;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Enforcement;

/// <summary>One dossier a person, ever: every order in which confirmations, hand-overs and a late pass may meet once a deadline has passed (seed 3.B).</summary>
public sealed class OneDossierTests
{
    private static readonly Step[] Happenings =
        [new Step.Confirm(), new Step.Confirm(), new Step.HandOver(), new Step.HandOver(), new Step.PassEverything(), new Step.Wait(24, Looks: true), new Step.Exempt()];

    [Fact]
    public void In_every_order_there_is_one_dossier_of_a_confirmed_breach_and_none_of_another()
    {
        var orders = 0;
        foreach (var order in Permutations(Happenings))
        {
            var life = new Life(InBrussels("2026-05-10")).Taking(
            [
                new Step.Register(1, Given.Leuven, ReasonOfStay.Worker, "TR", "2026-05-04"),
                new Step.Dispatched(1, "2026-05-11", PostingMethod.Ordinary, null),
                new Step.Wait(24 * 200, Looks: true),
                .. order,
                new Step.HandOver(),
            ]);

            var confirmed = Array.FindIndex(order, step => step is Step.Confirm);
            var overtaken = Array.FindIndex(order, step => step is Step.PassEverything or Step.Exempt) is var other && other < confirmed;
            var what = string.Join(", ", order.Select(step => step.GetType().Name));
            Assert.True(overtaken ? life.File.Enforcement is null : life.File.Enforcement is { Dossier: not null, Breach.Confirmation: not null }, what);
            Assert.Equal(overtaken ? 0 : 1, life.Sent.Count(message => message.Type.EndsWith("enforcement.referred", StringComparison.Ordinal)));
            Assert.Equal(overtaken ? 0 : 1, life.Audit.Count(line => line.Action == "breachConfirmed"));
            Assert.True(life.File.Obligation is FulfilledLate or Exempted, what);
            orders++;
        }

        Assert.Equal(5040, orders);
    }

    private static IEnumerable<Step[]> Permutations(Step[] steps) => steps.Length == 0
        ? [[]]
        : steps.SelectMany((step, i) => Permutations([.. steps[..i], .. steps[(i + 1)..]]).Select(rest => (Step[])[step, .. rest]));
}
