using System.Diagnostics.Metrics;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Inburgering.Accounts;
using Inburgering.Arrivals;
using Inburgering.Cases;
using Inburgering.Certificates;
using Inburgering.Compliance;
using Inburgering.Eligibility;
using Inburgering.Enforcement;
using Inburgering.Functions.Cases;
using Inburgering.Functions.Http;
using Inburgering.Functions.Messages;
using Inburgering.Functions.Operations;
using Inburgering.Learning;
using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.Operations;
using Inburgering.People;
using Inburgering.Permits;
using Inburgering.Policies;
using Inburgering.Retention;
using Inburgering.Statistics;
using Inburgering.Storage;
using Inburgering.Telemetry;
using Inburgering.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Inburgering.Functions.Runtime;

/// <summary>Puts the product together. A missing or wrong setting stops the start with its name.</summary>
internal static class InburgeringServices
{
    /// <summary>The whole app on either runtime: middleware, connections, services.</summary>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    /// <exception cref="PolicyException">policy.json can't be used.</exception>
    public static void AddInburgering(this FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<FunctionTelemetry>();
        builder.UseMiddleware<AccessMiddleware>();
        builder.UseMiddleware<IdempotencyMiddleware>();
        builder.AddRuntimeConnections();
        Setting.RequireSchedules(builder.Configuration);
        builder.AddTelemetryExport();
        builder.Services.AddUseCases(builder.Configuration);
    }

    public static void AddUseCases(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(ReadPolicies());
        services.AddSingleton<ContentEditions>();
        services.AddSingleton<PublishedContent>();
        services.AddSingleton<ContentPublishing>();
        services.AddSingleton(ContentRefresh.Settings(configuration));
        services.AddHostedService<ContentRefresh>();
        services.AddSingleton(LookupKeys(configuration));
        services.AddSingleton(new PublicAddresses(
            Setting.Address(configuration, "Inburgering:PortalAddress", "the address of the front end, like https://inburgering.vlaanderen.be").AbsoluteUri.TrimEnd('/')));
        var storage = Storage(configuration);
        services.AddMetrics();
        services.AddSingleton<OperationMetrics>();
        services.AddSingleton(provider => storage(provider.GetRequiredService<IMeterFactory>()));
        services.AddHostedService<StorageSetup>();
        services.AddBearerAuthentication(configuration);
        services.AddSingleton(new RateLimits(configuration));
        services.AddSingleton(ClientAddress.Of(configuration));
        services.AddMetrics();
        services.AddSingleton<AccessLog>();
        services.AddSingleton<IMessageSender, ServiceBusMessageSender>();

        services.AddSingleton<KeyCheck>();
        services.AddSingleton<PersonStore>();
        services.AddSingleton<PersonIndex>();
        services.AddSingleton<PendingMarkers>();
        services.AddSingleton<CaseList>();
        services.AddSingleton<DueFiles>();
        services.AddSingleton<PersonFiles>();
        services.AddSingleton<PersonMatching>();
        services.AddSingleton(LeaseTimes.Usual);
        services.AddSingleton(PublishRetries.Usual);
        services.AddSingleton<PersonJoining>();
        services.AddSingleton<MatchQueue>();
        services.AddSingleton<MatchFinding>();
        services.AddSingleton<MatchDeciding>();
        services.AddSingleton<ActivationTries>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<AttemptClosing>();

        services.AddSingleton<PermitIntake>();
        services.AddSingleton<RegistrationIntake>();
        services.AddSingleton<HouseholdReevaluation>();
        services.AddSingleton<ReceiptIntake>();
        services.AddSingleton<AccountActivation>();
        services.AddSingleton<ActivationCodeReissue>();
        services.AddSingleton<PartnerDeclaration>();
        services.AddSingleton<RectificationRequesting>().AddSingleton<RectificationAnswering>();
        services.AddSingleton<SectionCompletion>();
        services.AddSingleton<LanguageChoosing>();
        services.AddSingleton<TestTaking>();
        services.AddSingleton<AccommodationGranting>();
        services.AddSingleton<CertificateVerification>();
        services.AddSingleton<CertificateRevoking>();
        services.AddSingleton<ComplianceQuery>();
        services.AddSingleton<CaseViewing>();
        services.AddSingleton<CaseViews>();
        services.AddSingleton<CaseActs>();
        services.AddSingleton<Postponing>();
        services.AddSingleton<Exempting>();
        services.AddSingleton<ReceiptProving>();
        services.AddSingleton<LetterResending>();
        services.AddSingleton<TrajectoryInterest>();
        services.AddSingleton<BreachConfirming>();
        services.AddSingleton<EnforcementCases>();
        services.AddSingleton<AdulthoodReviewing>();
        services.AddSingleton<ObligationAdvancing>();
        services.AddSingleton<PendingSweep>();
        services.AddSingleton<StatisticsCounting>();
        services.AddSingleton<LetterRendering>();
        services.AddSingleton<DossierBuilding>();
        services.AddSingleton<OutcomeIntake>();
        services.AddSingleton<RetentionPlanning>();
        services.AddSingleton<Erasing>();

        services.AddSingleton<DeadLetters>();
        services.AddSingleton<OperatorTrail>();
        services.AddSingleton<PeopleRuns>();
        services.AddSingleton<TimelineViewing>();
    }

    private static PolicyBook ReadPolicies()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "policy.json");
        return File.Exists(path) ? PolicyBook.Parse(File.ReadAllBytes(path)) : throw new PolicyException($"policy.json is missing beside the app ({path}).");
    }

    private static IndexKeys LookupKeys(IConfiguration configuration)
    {
        const string rule = "Inburgering__LookupKey must be at least 32 random bytes in base64, the same for the life of the data; after a rotation the old ones, spaces, and the new one.";
        try
        {
            return IndexKeys.Parse(configuration["Inburgering:LookupKey"] ?? throw new SettingException(rule));
        }
        catch (FormatException)
        {
            throw new SettingException(rule);
        }
    }

    private static Func<IMeterFactory, StorageTables> Storage(IConfiguration configuration)
    {
        var settings = configuration.GetSection("DataStorage");
        var prefix = settings["Prefix"] ?? string.Empty;
        if (prefix.Length > 40 || !prefix.All(char.IsAsciiLetterOrDigit) || (prefix.Length > 0 && !char.IsAsciiLetter(prefix[0])))
        {
            throw new SettingException("DataStorage__Prefix must be at most 40 letters and digits, a letter first, like test1; leave it out where nothing else shares the account.");
        }

        var (tableOptions, blobOptions) = (Patient(new TableClientOptions()), Patient(new BlobClientOptions()));
        Func<StorageTables> open = settings["ConnectionString"] switch
        {
            { Length: > 0 } connectionString when IsReadable(connectionString) => () =>
                new StorageTables(new TableServiceClient(connectionString, tableOptions), new BlobServiceClient(connectionString, blobOptions), prefix),
            _ => ByIdentity(
                Setting.Address(configuration, "DataStorage:TableServiceUri", "the table service of the account that holds the data, like https://account.table.core.windows.net"),
                Setting.Address(configuration, "DataStorage:BlobServiceUri", "the blob service of the account that holds the documents, like https://account.blob.core.windows.net")),
        };

        Func<StorageTables> ByIdentity(Uri tables, Uri blobs) => () => new StorageTables(
            new TableServiceClient(tables, new DefaultAzureCredential(), tableOptions),
            new BlobServiceClient(blobs, new DefaultAzureCredential(), blobOptions),
            prefix);

        return meters =>
        {
            var counting = new StorageRequestCounting(meters, prefix);
            tableOptions.AddPolicy(counting, HttpPipelinePosition.PerRetry);
            blobOptions.AddPolicy(counting, HttpPipelinePosition.PerRetry);
            return open();
        };
    }

    /// <exception cref="SettingException">It is no connection string.</exception>
    private static bool IsReadable(string connectionString)
    {
        try
        {
            _ = new BlobServiceClient(connectionString);
            return true;
        }
        catch (FormatException)
        {
            throw new SettingException("DataStorage__ConnectionString must be a storage connection string, like UseDevelopmentStorage=true; in Azure leave it out and give DataStorage__TableServiceUri and DataStorage__BlobServiceUri.");
        }
    }

    /// <summary>
    /// Retries for over a minute before an operation fails: an outage of a minute must not use up a message's deliveries and
    /// dead-letter what is good.
    /// </summary>
    private static T Patient<T>(T options)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 8;
        options.Retry.Delay = TimeSpan.FromMilliseconds(400);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(20);
        return options;
    }
}
