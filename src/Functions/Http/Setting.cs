using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Inburgering.Functions.Http;

/// <summary>Reads a setting; a wrong one stops the start with its name.</summary>
internal static class Setting
{
    /// <summary>Where settings stand, for whoever has to set one right.</summary>
    public const string Where =
        "Set it as an app setting of the Function App (infra/bicep/modules/functionApp.bicep); on a laptop as an environment variable, or under Values in local.settings.json (sample: local.settings.sample.json).";

    /// <param name="what">What the address is of, with an example, for the message.</param>
    /// <exception cref="SettingException">It is missing, or no http or https address.</exception>
    public static Uri Address(IConfiguration configuration, string name, string what) =>
        Uri.TryCreate(configuration[name], UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? address
            : throw new SettingException($"{name.Replace(":", "__", StringComparison.Ordinal)} must be {what}.");

    /// <summary>Checks every schedule that a timer takes from a setting: without it the host does not index the function, and nothing would say so.</summary>
    /// <exception cref="SettingException">One is missing, or no NCRONTAB expression.</exception>
    public static void RequireSchedules(IConfiguration configuration)
    {
        var names = typeof(Setting).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule)
            .OfType<string>()
            .Where(schedule => schedule.StartsWith('%'))
            .Select(schedule => schedule.Trim('%'));
        foreach (var name in names)
        {
            // The host reads six fields, or a time span.
            if (configuration[name] is not { } schedule || !(schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is 5 or 6 || TimeSpan.TryParse(schedule, CultureInfo.InvariantCulture, out _)))
            {
                throw new SettingException($"{name} must be a schedule of six fields (NCRONTAB), like 0 */5 * * * * for every five minutes.");
            }
        }
    }

    /// <param name="otherwise">What holds where the setting is not given.</param>
    /// <exception cref="SettingException">It is no whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</exception>
    public static int Number(IConfiguration configuration, string name, int otherwise, int minimum, int maximum)
    {
        if (configuration[name] is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum
            ? number
            : throw new SettingException(FormattableString.Invariant($"{name.Replace(":", "__", StringComparison.Ordinal)} must be a whole number from {minimum} to {maximum}."));
    }
}
