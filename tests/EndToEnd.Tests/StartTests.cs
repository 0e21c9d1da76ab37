using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>Starting, stopping, starting again; and one clear line where it can't start.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_port_that_is_taken_ends_the_start_with_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var folder = RunningApp.NewDataFolder();
        try
        {
            await AssertRefusesToStartAsync(port, folder, port.ToString(CultureInfo.InvariantCulture));
        }
        finally
        {
            await RunningApp.RemoveAsync(folder);
        }
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_ends_the_start_with_one_line()
    {
        var folder = RunningApp.NewDataFolder();
        await File.WriteAllTextAsync(folder, "not a folder", TestContext.Current.CancellationToken);
        try
        {
            await AssertRefusesToStartAsync(Ports.Free(), folder, folder);
        }
        finally
        {
            File.Delete(folder);
        }
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere", "OTEL_EXPORTER_OTLP_ENDPOINT must be the http or https address")]
    [InlineData("SweepSchedule", "often", "SweepSchedule must be a schedule of six fields")]
    [InlineData("Inburgering__PortalAddress", "portal", "Inburgering__PortalAddress must be the address")]
    [InlineData("RateLimits__Account__Burst", "many", "RateLimits__Account__Burst must be a whole number")]
    public async Task A_wrong_setting_ends_the_start_with_one_line_that_says_what_it_should_be_and_where_it_is_set(string name, string value, string rule)
    {
        var folder = RunningApp.NewDataFolder();
        try
        {
            await AssertRefusesToStartAsync(Ports.Free(), folder, rule, (name, value));
        }
        finally
        {
            await RunningApp.RemoveAsync(folder);
        }
    }

    [Fact]
    public async Task A_damaged_data_folder_ends_the_start_with_one_line()
    {
        await using var app = await RunningApp.StartAsync();
        await Resident.AbroadAsync(app.Doors);
        Assert.Equal(0, await app.StopAsync());
        foreach (var file in Directory.EnumerateFiles(app.DataFolder, "*", SearchOption.AllDirectories))
        {
            await File.WriteAllTextAsync(file, "\0\0 damaged {", TestContext.Current.CancellationToken);
        }

        await AssertRefusesToStartAsync(Ports.Free(), app.DataFolder, app.DataFolder);
    }

    [Fact]
    public async Task It_writes_its_process_id_stops_with_everything_it_started_and_goes_on_where_it_was()
    {
        await using var app = await RunningApp.StartAsync();
        var written = await File.ReadAllTextAsync(Path.Combine(app.DataFolder, "app.pid"), TestContext.Current.CancellationToken);
        Assert.Equal(app.ProcessId, int.Parse(written, CultureInfo.InvariantCulture));
        var resident = await Resident.AbroadAsync(app.Doors);
        var me = await resident.MeTextAsync();
        await app.Doors.Clock.MoveToAsync(resident.Now.AddDays(40));

        var exitCode = await app.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.Empty(RunningApp.ProcessesOn(app.DataFolder));

        await app.StartAgainAsync();

        Assert.True(await app.Doors.Clock.NowAsync() >= resident.Now.AddDays(40), "the clock went back");
        Assert.Equal(me, await resident.MeTextAsync());
    }

    [Fact]
    public async Task Two_copies_run_side_by_side_and_know_nothing_of_each_other()
    {
        await using var one = await RunningApp.StartAsync();
        await using var two = await RunningApp.StartAsync();
        await two.Doors.Clock.MoveToAsync((await two.Doors.Clock.NowAsync()).AddDays(100));

        var resident = await Resident.AbroadAsync(one.Doors);

        Assert.Equal("notApplicable", (await one.Doors.ComplianceAsync(new { permitNumber = resident.PermitNumber })).Status);
        Assert.Equal("unknown", (await two.Doors.ComplianceAsync(new { permitNumber = resident.PermitNumber })).Status);
        Assert.True(await one.Doors.Clock.NowAsync() < resident.Now.AddDays(1), "the clock of the first copy moved with the second's");
    }

    [Fact]
    public async Task A_message_that_was_taken_in_before_a_hard_kill_is_not_lost()
    {
        await using var app = await RunningApp.StartAsync();
        var resident = await Resident.NewAsync(app.Doors);
        await resident.SendAsync(MessageDoor.Permits, resident.Permit());

        await app.KillAndStartAgainAsync();

        await resident.InvitationAsync();
        await app.Doors.Clock.LetSettleAsync();
        Assert.Single(await resident.InvitationsAsync());
    }

    private static async Task AssertRefusesToStartAsync(int port, string folder, string named, params (string Name, string Value)[] settings)
    {
        using var process = RunningApp.Spawn(port, Ports.Free(), folder, settings);

        var exitCode = await process.EndAsync(EndLimit);

        Assert.NotEqual(0, exitCode);
        var line = Assert.Single(process.Lines);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.True(settings.Length == 0 || line.Contains("infra/bicep/modules/functionApp.bicep", StringComparison.Ordinal), line);

        if (!File.Exists(folder))
        {
            Assert.Empty(RunningApp.ProcessesOn(folder));
        }
    }
}
