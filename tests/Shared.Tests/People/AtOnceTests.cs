using System.Globalization;
using Inburgering.Accounts;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Shared.Tests.TestData;

namespace Inburgering.Shared.Tests.People;

/// <summary>
/// Messages that come at the same moment find the persons that some order of them, one after the other, finds. Drawn by a seed
/// that a failure prints; <c>AT_ONCE_SEED</c> repeats one, <c>AT_ONCE_CASES</c> draws more.
/// </summary>
public sealed class AtOnceTests(AzuriteFixture azurite)
{
    private static readonly int Seed = Number("AT_ONCE_SEED") ?? Environment.TickCount & 0xFFFFFF;

    [Fact]
    public async Task Messages_at_the_same_moment_leave_the_files_that_some_order_of_them_leaves()
    {
        foreach (var seed in Enumerable.Range(Seed, Number("AT_ONCE_CASES") ?? 24))
        {
            var drawn = new Drawn(new Random(seed));
            var world = await BegunAsync(drawn);
            await World.AtOnceAsync([.. drawn.AtOnce.Select(act => (Func<Task>)(() => act.DoAsync(world.Another())))]);
            var found = await FilesAsync(world);

            var orders = new List<string>();
            foreach (var order in Orders(drawn.AtOnce))
            {
                var sequential = await BegunAsync(drawn);
                foreach (var act in order)
                {
                    await act.DoAsync(sequential);
                }

                orders.Add(await FilesAsync(sequential));
                if (orders[^1] == found)
                {
                    break;
                }
            }

            Assert.True(orders.Contains(found), $"AT_ONCE_SEED={seed} AT_ONCE_CASES=1\n{drawn}\nat once:\n{found}\none after the other:\n{string.Join("\nor\n", orders.Distinct())}");
        }
    }

    private async Task<World> BegunAsync(Drawn drawn)
    {
        var world = await World.CreateAsync(azurite);
        foreach (var act in drawn.Before)
        {
            await act.DoAsync(world);
        }

        return world;
    }

    /// <summary>Which messages went into one file, whatever the files' ids.</summary>
    private static async Task<string> FilesAsync(World world)
    {
        var files = new List<string>();
        await foreach (var file in world.Get<Inburgering.Storage.PersonStore>().AllFilesAsync(CancellationToken.None))
        {
            if (file.JoinedInto is null)
            {
                files.Add(string.Join(
                    ' ',
                    file.Registrations.Select(fact => fact.MessageId)
                        .Concat(file.HeldPermits.Values.SelectMany(facts => facts).Select(fact => fact.MessageId))
                        .Concat(file.PartnerPermits.Values.SelectMany(facts => facts).Select(fact => fact.MessageId + "#partner"))
                        .Concat(file.DeclaredAs is null ? [] : ["declared"])
                        .Order(StringComparer.Ordinal)));
            }
        }

        return string.Join('\n', files.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<IReadOnlyList<Act>> Orders(IReadOnlyList<Act> acts) => acts.Count <= 1
        ? [acts]
        : acts.SelectMany((first, at) => Orders([.. acts.Where((_, other) => other != at)]).Select(rest => (IReadOnlyList<Act>)[first, .. rest]));

    private static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private sealed record Act(string Name, Func<World, Task> DoAsync)
    {
        public static Act Of(Incoming message) => new(message.Id, world => world.TakeAllAsync(message));
    }

    /// <summary>Few identifiers for few people, so that what is said of them meets.</summary>
    private sealed class Drawn
    {
        private static readonly string[] GivenNames = ["Ayşe", "Fatma", "Ayşe Fatma"];
        private readonly Random random;
        private int messages;

        public Drawn(Random random)
        {
            this.random = random;
            Before = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Message())];
            var acts = Enumerable.Range(0, random.Next(2, 4)).Select(_ => random.Next(6) == 0 ? Declaration() : Message()).ToList();
            AtOnce = random.Next(4) == 0 ? [.. acts, acts[0]] : acts;
        }

        public IReadOnlyList<Act> Before { get; }

        public IReadOnlyList<Act> AtOnce { get; }

        public override string ToString() => $"before: {string.Join(", ", Before.Select(act => act.Name))}\nthen: {string.Join(", ", AtOnce.Select(act => act.Name))}";

        private static Act Declaration() => new("declared", async world =>
        {
            if (await world.FindAsync(world.Keys.Permit(new Somebody(1).PermitNumber)) is { } workerId)
            {
                await world.Get<PartnerDeclaration>().DeclareAsync(workerId, new PersonDetails("Deniz", "Yılmaz", Days.Day("1990-11-02"), "TR", Email: "deniz@example.org"), CancellationToken.None);
            }
        });

        private Act Message()
        {
            messages++;
            var person = new Somebody(random.Next(1, 3), random.Next(4) == 0 ? "1991-05-18" : "1991-05-17", GivenNames: GivenNames[random.Next(3)]);
            var passport = new Somebody(random.Next(1, 3)).PassportNumber;
            var permit = new Somebody(random.Next(1, 3)).PermitNumber;
            var (says, partner) = (random.Next(7), random.Next(3) == 0);
            var text = $"{messages}:{person.Number} {person.GivenNames} {person.BirthDate} {permit} {passport}";
            return Act.Of(says switch
            {
                <= 2 => Incoming.Granted(person, partner ? new Somebody(3, "1990-11-02", GivenNames: "Deniz") : null, version: messages)
                    .With($"granted {text} {(partner ? "with Deniz" : string.Empty)}", data =>
                    {
                        data["permitNumber"] = permit;
                        data["holder"]!["passportNumber"] = passport;
                    }),
                3 => Incoming.Registered(new Somebody(3, "1990-11-02", GivenNames: "Deniz"), reason: "family", permitNumber: permit, withPassport: partner, version: messages)
                    .With($"registered {messages}:Deniz {permit} {partner}", _ => { }),
                4 => Incoming.RegisteredUnderBis(person, permitNumber: permit, withPassport: true, version: messages)
                    .With($"registered under BIS {text}", data => data["passportNumber"] = passport),
                _ => Incoming.Registered(person, permitNumber: partner ? null : permit, withPassport: true, version: messages)
                    .With($"registered {text} {partner}", data => data["passportNumber"] = passport),
            });
        }
    }
}
