namespace Inburgering.LocalRuntime.Durable;

/// <summary>The requests that the engine makes to storage.</summary>
internal enum StorageRequest
{
    ReadInstance,
    WriteInstance,
    DeleteInstance,
    QueryInstances,
    WriteIndex,
    QueryIndex,
    ReadPayload,
    WritePayload,
    DeletePayloads,
}

/// <summary>
/// Every storage request of the engine passes here. The runtime lets all pass; a test lets the engine die between two of them,
/// or counts them.
/// </summary>
internal class StorageGate
{
    public virtual Task BeforeAsync(StorageRequest request) => Task.CompletedTask;

    public virtual Task AfterAsync(StorageRequest request) => Task.CompletedTask;

    public async Task<T> PassAsync<T>(StorageRequest request, Func<Task<T>> action)
    {
        await BeforeAsync(request);
        var result = await action();
        await AfterAsync(request);
        return result;
    }
}
