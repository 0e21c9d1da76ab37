using System.Net.Sockets;
using System.Text;
using Azure;
using Azure.Identity;
using Inburgering.Commands.Audit;
using Inburgering.Commands.Backup;
using Inburgering.Commands.Content;
using Inburgering.Commands.Demo;
using Inburgering.Commands.Keys;
using Inburgering.Commands.Retention;

Console.OutputEncoding = Encoding.UTF8;

try
{
    return await RunAsync(args);
}
catch (Exception exception) when (exception.GetBaseException() is RequestFailedException or AuthenticationFailedException or SocketException)
{
    Console.Error.WriteLine($"inburgering: storage or its keys can't be reached, or do not let you in: {exception.GetBaseException().Message.Split('\n')[0].TrimEnd()}");
    return 1;
}

static async Task<int> RunAsync(string[] args) => args switch
{
    ["demo", .. var rest] => await DemoCommand.RunAsync(rest),
    ["check-content", .. var rest] => CheckContentCommand.Run(rest),
    ["mark-translated", .. var rest] => MarkTranslatedCommand.Run(rest),
    ["publish-content", .. var rest] => await PublishContentCommand.RunAsync(rest, TimeProvider.System),
    ["verify-audit", .. var rest] => await VerifyAuditCommand.RunAsync(rest, TimeProvider.System),
    ["backup", .. var rest] => await BackupCommand.RunAsync(rest),
    ["restore", .. var rest] => await RestoreCommand.RunAsync(rest),
    ["export-audit", .. var rest] => await ExportAuditCommand.RunAsync(rest, TimeProvider.System, Console.Out),
    ["decided-under", .. var rest] => await DecidedUnderCommand.RunAsync(rest, Console.Out),
    ["rotate-lookup-key", .. var rest] => await RotateLookupKeyCommand.RunAsync(rest),
    ["retention-report", .. var rest] => await RetentionReportCommand.RunAsync(rest, TimeProvider.System),
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
          mark-translated FOLDER MODULE LANGUAGE [UNIT…]
                                               says that translations were made from the Dutch text as it stands now
          publish-content FOLDER --by WHO [--dry-run yes] [--data FOLDER]
                                               checks a content package, shows what it changes and puts it in force
          verify-audit [--data FOLDER]         checks that nobody's audit trail was altered, cut or reordered
          backup --to FOLDER [--data FOLDER]   writes every table to files, with progress, while the app goes on
                                               (FOLDER: "container" for the blob container backups)
          restore --from FOLDER [--resume yes] [--data FOLDER]
                                               writes a backup (a folder, or a name in that container) into
                                               empty tables; the app must not run meanwhile
          export-audit --person ID --by WHO --reason WHY [--from DAY] [--until DAY] [--data FOLDER]
                                               writes one person's audit trail as JSON, and the export into it
          decided-under --policy VERSION [--from DAY] [--until DAY] [--data FOLDER]
                                               says whose files were changed under a version of the policy, and by which acts
          rotate-lookup-key --app-is-stopped yes [--data FOLDER]
                                               lays a new secret (Inburgering__NewLookupKey, base64) over every look-up key;
                                               run again with the same secret, it goes on where it was cut short
          retention-report [--until DAY] [--refile yes] [--data FOLDER]
                                               says what would be erased by that day (today) and why, and erases nothing;
                                               --refile looks at everybody first, once after the policy's terms were shortened

        --data FOLDER: the data folder of a running ./run; without it, the app's settings in the environment.

        Exit code 0: everything was as it should be. 1: something was not. 2: the command line is wrong.
        """);
    return exitCode;
}
