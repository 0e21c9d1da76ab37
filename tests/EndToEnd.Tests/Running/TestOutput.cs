using System.Text;

namespace Inburgering.EndToEnd.Tests.Running;

/// <summary>Lets a life tell its steps into the output of the running test.</summary>
internal sealed class TestOutput : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => TestContext.Current.TestOutputHelper?.WriteLine(value ?? "");

    public override void WriteLine() => WriteLine("");
}
