using Inburgering.LocalRuntime.Durable;

namespace Inburgering.LocalRuntime.Tests.Durable;

public sealed class NameBasedGuidTests
{
    [Fact]
    public void An_id_is_the_one_that_the_real_sdk_makes_of_instance_time_and_counter() =>
        Assert.Equal(
            Guid.Parse("46a2eb94-f434-5eaa-a9b4-b6c962581e13"),
            NameBasedGuid.Create("f97d941ba532433caf309d3167785f7e_2026-11-24T02:23:49.2967326Z_0"));
}
