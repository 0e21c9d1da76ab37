using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Inburgering.Functions.Http;
using Inburgering.Functions.Runtime;
using Inburgering.Functions.Tests.Running;
using Inburgering.Learning;
using Inburgering.People;
using Inburgering.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Tests.Requests;

/// <summary>A key ring or a wrapping key that does not let the app in stops the start with the names of the two settings.</summary>
public sealed class UnreachableKeysTests(SharedApp shared)
{
    [Fact]
    public async Task Keys_that_do_not_let_the_app_in_are_named_on_the_first_start_and_on_later_ones()
    {
        var services = shared.App.Services;
        var connection = services.GetRequiredService<IConfiguration>()["DataStorage:ConnectionString"]!;
        var storage = new StorageTables(new TableServiceClient(connection), new BlobServiceClient(connection), "k" + Guid.NewGuid().ToString("N")[..12]);
        StorageSetup With(RowCodec rows) => new(
            storage,
            new KeyCheck(storage, rows, services.GetRequiredService<IndexKeys>()),
            services.GetRequiredService<PublishedContent>(),
            services.GetRequiredService<ContentPublishing>(),
            TimeProvider.System);
        var closed = new RowCodec(new ClosedKeys());

        var first = await Assert.ThrowsAsync<SettingException>(() => With(closed).StartingAsync(TestContext.Current.CancellationToken));
        await With(services.GetRequiredService<RowCodec>()).StartingAsync(TestContext.Current.CancellationToken);
        var later = await Assert.ThrowsAsync<SettingException>(() => With(closed).StartingAsync(TestContext.Current.CancellationToken));

        Assert.All([first, later], refused => Assert.Equal(
            "DataProtection__KeyRing and DataProtection__WrappingKey must be a blob and a key that let the app in: they do not (The caller may not.).", refused.Message));
    }

    /// <summary>As Data Protection answers when the key ring can't be read: a cryptographic exception, with the reason inside.</summary>
    private sealed class ClosedKeys : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => throw Refused();

        public byte[] Unprotect(byte[] protectedData) => throw Refused();

        private static CryptographicException Refused() => new("An error occurred.", new RequestFailedException(403, "The caller may not.\nMore."));
    }
}
