using Azure.Core;
using Azure.Core.Pipeline;
using Inburgering.Storage;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>What a request is counted as, at Azure's addresses and at an emulator's; it names nobody.</summary>
public sealed class StorageOperationTests
{
    private const string Azure = "https://account.table.core.windows.net/";
    private const string Emulator = "http://127.0.0.1:10002/devstoreaccount1/";

    [Theory]
    [InlineData("GET", "people(PartitionKey='p1',RowKey='file')", false, "read people")]
    [InlineData("GET", "people(PartitionKey=%27p1%27,RowKey=%27a%2Fb%27)?$select=PersonId", false, "read people")]
    [InlineData("GET", "people()?$filter=PartitionKey%20eq%20%27p1%27", false, "query people")]
    [InlineData("POST", "people?$format=json", false, "insert people")]
    [InlineData("PUT", "people(PartitionKey='p1',RowKey='file')", true, "update people")]
    [InlineData("PATCH", "people(PartitionKey='p1',RowKey='file')", false, "upsert people")]
    [InlineData("DELETE", "pending(PartitionKey='01',RowKey='p1!Plan')", true, "delete pending")]
    [InlineData("POST", "Tables", false, "create Tables")]
    [InlineData("POST", "$batch", false, "transaction ")]
    public void Requests_to_tables(string method, string path, bool guarded, string expected)
    {
        Assert.Equal(expected, Operation(method, Azure + path, isTable: true, guarded));
        Assert.Equal(expected, Operation(method, Emulator + path, isTable: true, guarded));
    }

    [Theory]
    [InlineData("GET", "letters/p1/letter%201.pdf", "read letters")]
    [InlineData("HEAD", "letters/p1/letter.pdf", "look letters")]
    [InlineData("PUT", "letters/p1/letter.pdf", "write letters")]
    [InlineData("DELETE", "letters/p1/letter.pdf", "delete letters")]
    [InlineData("PUT", "letters?restype=container", "create letters")]
    [InlineData("GET", "letters?restype=container&comp=list", "query letters")]
    public void Requests_to_blobs(string method, string path, string expected)
    {
        Assert.Equal(expected, Operation(method, "https://account.blob.core.windows.net/" + path, isTable: false, guarded: false));
        Assert.Equal(expected, Operation(method, "http://localhost:10000/devstoreaccount1/" + path, isTable: false, guarded: false));
    }

    [Fact]
    public void The_prefix_of_a_copy_is_left_out() => Assert.Equal("read people", Operation("GET", Emulator + "t1people(PartitionKey='p1',RowKey='file')", true, false, "t1"));

    private static string Operation(string method, string address, bool isTable, bool guarded, string prefix = "")
    {
        using var request = HttpPipelineBuilder.Build(new Options()).CreateRequest();
        request.Method = RequestMethod.Parse(method);
        request.Uri.Reset(new Uri(address));
        if (isTable)
        {
            request.Headers.Add("DataServiceVersion", "3.0");
        }

        if (guarded)
        {
            request.Headers.Add("If-Match", "*");
        }

        var operation = StorageOperation.Of(request, prefix);
        return $"{operation.Name} {operation.Store}";
    }

    private sealed class Options : ClientOptions;
}
