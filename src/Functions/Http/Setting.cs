using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Inburgering.Functions.Http;

/// <summary>Reads a setting; a wrong one stops the start with its name.</summary>
internal static class Setting
{
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
