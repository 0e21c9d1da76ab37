namespace Inburgering.Commands.Doors;

/// <summary>A door did not answer as agreed; the message is for the person who reads the demo's output.</summary>
internal sealed class DoorException(string message) : Exception(message);
