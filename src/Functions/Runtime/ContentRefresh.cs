using Azure;
using Inburgering.Learning;
using Inburgering.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Runtime;

/// <summary>
/// Looks every <c>Content:RefreshSeconds</c> (30) of real time whether another edition of the content is in force, and takes it: one
/// request to storage each time. What fails is tried again; meanwhile the app works with the edition it has.
/// </summary>
internal sealed partial class ContentRefresh(PublishedContent published, ContentRefreshInterval interval, ILogger<ContentRefresh> logger) : BackgroundService
{
    /// <exception cref="Http.SettingException">The setting is no number from 1 to 86,400.</exception>
    public static ContentRefreshInterval Settings(IConfiguration configuration) => new(TimeSpan.FromSeconds(Http.Setting.Number(configuration, "Content:RefreshSeconds", 30, 1, 86_400)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval.Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await UseCase.RunAsync(nameof(ContentRefresh), () => RefreshAsync(stoppingToken));
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await published.RefreshAsync(cancellationToken))
            {
                LogTaken(published.Edition.Number);
            }
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or InvalidOperationException or System.Text.Json.JsonException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Edition {Number} of the content is in force.")]
    private partial void LogTaken(int number);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The content in force could not be read; the app goes on with the edition it has.")]
    private partial void LogFailed(Exception exception);
}

/// <param name="Every">Real time between two looks.</param>
internal sealed record ContentRefreshInterval(TimeSpan Every);
