using Inburgering.Functions.Http;
using Inburgering.Functions.Runtime;
using Inburgering.Policies;

try
{
    InburgeringApplication.Build(FunctionsApplication.CreateBuilder(args)).Run();
    return 0;
}
catch (Exception exception) when (exception is SettingException or PolicyException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
