using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;

namespace Inburgering.Functions.Tests.Intake;

internal static class Queues
{
    /// <summary>The queue that a message belongs in.</summary>
    public static string Of(JsonObject message) => AsyncApi.Incoming[message.Text("type")];
}
