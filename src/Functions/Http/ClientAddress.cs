using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Inburgering.Functions.Http;

/// <summary>
/// The address a request comes from. <c>X-Forwarded-For</c> is believed as far as the setting <c>ClientAddress:ForwardedHops</c> says:
/// each proxy that we run appends the address it saw, so with n of them the n-th entry from the end is the caller's, and what stands
/// before it is whatever the caller wrote. 0, the default, believes none: the connection's own address.
/// </summary>
internal sealed class ClientAddress(int forwardedHops)
{
    private const int MostHops = 5;

    /// <exception cref="SettingException">The setting is no number from 0 to 5.</exception>
    public static ClientAddress Of(IConfiguration configuration) => new(Setting.Number(configuration, "ClientAddress:ForwardedHops", 0, 0, MostHops));

    /// <summary>The address as a key to count by: of IPv6 the /64 network, which is one subscriber's.</summary>
    public string KeyOf(HttpContext http)
    {
        var address = (forwardedHops == 0 ? null : Forwarded(http.Request.Headers["X-Forwarded-For"].ToString())) ?? http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private IPAddress? Forwarded(string header)
    {
        var hops = header.Split(',', StringSplitOptions.TrimEntries);

        // App Service writes the port behind the address.
        return hops.Length >= forwardedHops && IPEndPoint.TryParse(hops[^forwardedHops], out var endPoint) ? endPoint.Address : null;
    }
}
