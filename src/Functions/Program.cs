using Inburgering.Functions.Http;
using Inburgering.Functions.Runtime;
using Inburgering.Policies;
using Inburgering.Storage;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.AddInburgering();
    builder.Build().Run();
    return 0;
}
catch (SettingException exception)
{
    Console.Error.WriteLine($"{exception.Message} {Setting.Where}");
    return 1;
}
catch (Exception exception) when (exception is PolicyException or WrongKeyException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
