using System.Text;
using Azure.Data.Tables;
using Inburgering.People;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>Rows are encrypted whole, each for its own place, under keys that change.</summary>
public sealed class RowCodecTests : IDisposable
{
    private static readonly PersonFile File = new() { PersonId = "p1", DeclaredAs = Given.Person };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("inburgering-keys-");
    private readonly List<ServiceProvider> instances = [];

    [Fact]
    public void Nothing_of_a_person_can_be_read_from_a_row()
    {
        var row = Instance().GetRequiredService<RowCodec>().Encode("p1", "file", File);

        var written = Encoding.Latin1.GetString([.. row.Select(property => property.Value).OfType<byte[]>().SelectMany(part => part)]);
        Assert.All([File.DeclaredAs!.FamilyName, "familyName", "declaredAs"], word => Assert.DoesNotContain(word, written, StringComparison.OrdinalIgnoreCase));
        Assert.All(row.Where(property => property.Value is string), property => Assert.True(property.Key is "PartitionKey" or "RowKey"));
    }

    [Theory]
    [InlineData("p2", "file")]
    [InlineData("p1", "attempt:file")]
    public void A_row_put_in_another_place_is_refused(string partitionKey, string rowKey)
    {
        var codec = Instance().GetRequiredService<RowCodec>();
        var moved = new TableEntity(codec.Encode("p1", "file", File)) { PartitionKey = partitionKey, RowKey = rowKey };

        Assert.Throws<RowUnreadableException>(() => codec.Decode<PersonFile>(moved));
    }

    [Fact]
    public void A_row_of_which_one_bit_changed_is_refused()
    {
        var codec = Instance().GetRequiredService<RowCodec>();
        var row = codec.Encode("p1", "file", File);
        var bytes = row.GetBinary("Sealed0");
        bytes[^20] ^= 1;
        row["Sealed0"] = bytes;

        Assert.Throws<RowUnreadableException>(() => codec.Decode<PersonFile>(row));
    }

    [Fact]
    public void A_row_whose_key_the_key_ring_lacks_says_so()
    {
        var row = Instance().GetRequiredService<RowCodec>().Encode("p1", "file", File);
        folder.Delete(recursive: true);
        folder.Create();

        var exception = Assert.Throws<RowUnreadableException>(() => Instance().GetRequiredService<RowCodec>().Decode<PersonFile>(row));

        Assert.Contains("file of p1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("key ring", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_rotation_new_rows_are_under_the_new_key_and_old_ones_are_read_all_the_same()
    {
        var before = Instance();
        var old = before.GetRequiredService<RowCodec>().Encode("p1", "file", File);
        var now = DateTimeOffset.UtcNow;
        before.GetRequiredService<IKeyManager>().CreateNewKey(now.AddMinutes(-1), now.AddDays(180));

        var after = Instance().GetRequiredService<RowCodec>();
        var rewritten = after.Encode("p1", "file", after.Decode<PersonFile>(old));

        Assert.NotEqual(KeyOf(old), KeyOf(rewritten));
        Assert.Equal(File.DeclaredAs, after.Decode<PersonFile>(rewritten).DeclaredAs);
    }

    [Fact]
    public void The_key_in_use_is_replaced_after_ninety_days()
    {
        var instance = Instance();
        instance.GetRequiredService<RowCodec>().Encode("p1", "file", File);

        var key = Assert.Single(instance.GetRequiredService<IKeyManager>().GetAllKeys());

        Assert.Equal(90, (key.ExpirationDate - key.CreationDate).TotalDays, 0.1);
    }

    public void Dispose()
    {
        instances.ForEach(instance => instance.Dispose());
        folder.Delete(recursive: true);
    }

    /// <summary>An instance of the app that starts on this key ring now.</summary>
    private ServiceProvider Instance()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddRowProtection().PersistKeysToFileSystem(folder);
        instances.Add(services.BuildServiceProvider());
        return instances[^1];
    }

    /// <summary>The id of the key a row is under: it stands behind the four bytes with which every payload of Data Protection begins.</summary>
    private static Guid KeyOf(TableEntity row) => new(row.GetBinary("Sealed0").AsSpan(4, 16));
}
