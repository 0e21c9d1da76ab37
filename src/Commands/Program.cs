using System.Text;
using Inburgering.Commands.Content;
using Inburgering.Commands.Demo;

Console.OutputEncoding = Encoding.UTF8;

return args switch
{
    ["demo", .. var rest] => await DemoCommand.RunAsync(rest),
    ["check-content", .. var rest] => CheckContentCommand.Run(rest),
    [] or ["help" or "--help" or "-h", ..] => Usage(Console.Out, exitCode: 0),
    [var verb, ..] => Unknown(verb),
};

static int Unknown(string verb)
{
    Console.Error.WriteLine($"inburgering: there is no command '{verb}'.");
    return Usage(Console.Error, exitCode: 2);
}

static int Usage(TextWriter to, int exitCode)
{
    to.WriteLine(
        """
        Usage: inburgering COMMAND

          demo --base URL [--content FOLDER]   lives two whole lives through the public doors of a running copy
                                               and checks every step (FOLDER: content/modules)
          check-content FOLDER                 says what is wrong with a content package, file by file

        Exit code 0: everything was as it should be. 1: something was not. 2: the command line is wrong.
        """);
    return exitCode;
}
