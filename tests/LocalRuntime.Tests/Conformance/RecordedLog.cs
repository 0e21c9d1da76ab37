using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Tests.Conformance;

/// <summary>Keeps every log message, to be looked at by a test.</summary>
public sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> messages = new();

    public IReadOnlyList<string> Containing(string part) => [.. messages.Where(message => message.Contains(part, StringComparison.Ordinal))];

    public ILogger CreateLogger(string categoryName) => new Recorder(messages);

    public void Dispose()
    {
    }

    private sealed class Recorder(ConcurrentQueue<string> messages) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            messages.Enqueue(formatter(state, exception) + exception?.Message);
    }
}
