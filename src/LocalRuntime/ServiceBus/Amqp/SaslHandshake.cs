using System.Buffers.Binary;
using Amqp;
using Amqp.Sasl;
using Amqp.Types;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// The SASL part of a connection. Every identity is accepted: the broker serves this machine only. It waits for the client's
/// AMQP header before anything more is sent: clients built on rhea drop bytes that arrive together with the SASL outcome.
/// </summary>
internal static class SaslHandshake
{
    private const int HeaderSize = 8;
    private const int SaslFrame = 1;
    private const int MaxFrame = 64 * 1024;

    private static readonly byte[] SaslHeader = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 3, 1, 0, 0];
    private static readonly Symbol[] Mechanisms = ["MSSBCBS", "PLAIN", "ANONYMOUS", "EXTERNAL"];

    /// <returns>The client's AMQP header, which is read but not yet answered.</returns>
    /// <exception cref="IOException">The client went, or does not speak AMQP.</exception>
    public static async Task<byte[]> RunAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = await ReadAsync(stream, HeaderSize, cancellationToken).ConfigureAwait(false);
        if (!header.AsSpan().SequenceEqual(SaslHeader))
        {
            // A client that does without SASL begins with its AMQP header.
            return header;
        }

        await stream.WriteAsync(SaslHeader, cancellationToken).ConfigureAwait(false);
        await WriteFrameAsync(stream, new SaslMechanisms { SaslServerMechanisms = Mechanisms }, cancellationToken).ConfigureAwait(false);
        await SkipFrameAsync(stream, cancellationToken).ConfigureAwait(false);
        await WriteFrameAsync(stream, new SaslOutcome { Code = SaslCode.Ok }, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(stream, HeaderSize, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteFrameAsync(Stream stream, DescribedList command, CancellationToken cancellationToken)
    {
        var buffer = new ByteBuffer(128, autoGrow: true);
        buffer.Append(HeaderSize);
        command.Encode(buffer);
        var frame = buffer.Buffer.AsMemory(buffer.Offset, buffer.Length);
        BinaryPrimitives.WriteInt32BigEndian(frame.Span, frame.Length);
        frame.Span[4] = HeaderSize / 4;
        frame.Span[5] = SaslFrame;
        await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the client's choice of mechanism and its credentials, which do not matter.</summary>
    private static async Task SkipFrameAsync(Stream stream, CancellationToken cancellationToken)
    {
        var size = BinaryPrimitives.ReadInt32BigEndian(await ReadAsync(stream, 4, cancellationToken).ConfigureAwait(false));
        if (size is < HeaderSize or > MaxFrame)
        {
            throw new IOException($"A SASL frame of {size} bytes is not possible.");
        }

        await ReadAsync(stream, size - 4, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }
}
