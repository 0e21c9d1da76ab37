using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>A part of the runtime that answers under <c>/local</c> or <c>/admin</c>; never under <c>/api</c>, which is the app's alone.</summary>
internal interface IDoor
{
    void Map(IEndpointRouteBuilder endpoints);
}
