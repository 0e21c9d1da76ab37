namespace Inburgering.LocalRuntime;

/// <summary>How <see cref="TaskOrchestrationContext.ContinueAsNew(ContinueAsNewOptions)"/> restarts an orchestration.</summary>
public class ContinueAsNewOptions
{
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody waited for yet go on to the next run; true by default.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The version of the next run; <see langword="null"/> keeps the present one.</summary>
    public string? NewVersion { get; set; }
}
