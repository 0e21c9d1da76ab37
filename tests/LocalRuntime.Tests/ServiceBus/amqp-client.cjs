// The unchanged official client plays one scenario and prints what it saw as one line of JSON.
// node amqp-client.cjs <connection string> <scenario> [argument]
const { ServiceBusClient, isServiceBusError } = require("@azure/service-bus");
const Long = require("long");

const [connectionString, scenario, argument] = process.argv.slice(2);
const client = new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 0, timeoutInMs: 15000 } });
const send = (entity, messages) => client.createSender(entity).sendMessages(messages);
const bodies = (messages) => messages.map((message) => message.body);
const all = async (receiver, count) => {
  const messages = [];
  while (messages.length < count) {
    const more = await receiver.receiveMessages(count - messages.length, { maxWaitTimeInMs: 10000 });
    if (more.length === 0) throw new Error(`only ${messages.length} of ${count} messages came`);
    messages.push(...more);
  }
  return messages;
};
const code = async (action) => {
  try {
    await action();
    return "no error";
  } catch (error) {
    return isServiceBusError(error) ? error.code : `${error.name}: ${error.message}`;
  }
};

const scenarios = {
  // Everything a client can set comes back.
  async properties() {
    await send("q", {
      body: { naam: "Ayşe" }, messageId: "m-1", subject: "s", contentType: "application/json", correlationId: "c", to: "t", replyTo: "r",
      timeToLive: 3600000,
      applicationProperties: { text: "ş", whole: 5, fraction: 0.5, yes: true, at: new Date("2026-01-02T03:04:05Z") },
    });
    const [message] = await all(client.createReceiver("q"), 1);
    const { body, messageId, subject, contentType, correlationId, to, replyTo, timeToLive, applicationProperties, deliveryCount, state } = message;
    return {
      body, messageId, subject, contentType, correlationId, to, replyTo, timeToLive, applicationProperties, deliveryCount, state,
      sequenceNumber: message.sequenceNumber.toNumber(),
      lockedFor: message.lockedUntilUtc.getTime() - Date.now(),
      enqueued: message.enqueuedTimeUtc.toISOString(),
    };
  },

  async annotations() {
    await send("q", { body: "x", bodyType: "value", messageAnnotations: { "x-note": "kept", number: 7 } });
    const [message] = await all(client.createReceiver("q"), 1);
    const raw = message._rawAmqpMessage;
    return { note: raw.messageAnnotations["x-note"], number: raw.messageAnnotations.number, bodyType: raw.bodyType, body: message.body };
  },

  async bodies() {
    await send("q", [
      { body: Buffer.from([0, 1, 255]) }, { body: "text" }, { body: 5 },
      { body: { list: [1, "two"] }, bodyType: "value" }, { body: [[1, 2], [3]], bodyType: "sequence" },
    ]);
    const messages = await all(client.createReceiver("q"), 5);
    return messages.map((message) => [message._rawAmqpMessage.bodyType, Buffer.isBuffer(message.body) ? [...message.body] : message.body]);
  },

  async batch() {
    const sender = client.createSender("q");
    const batch = await sender.createMessageBatch();
    let count = 0;
    while (batch.tryAddMessage({ body: "x".repeat(1000), messageId: `m-${count}` })) count++;
    await sender.sendMessages(batch);
    const receiver = client.createReceiver("q");
    const messages = await all(receiver, count);
    for (const message of messages) await receiver.completeMessage(message);
    return { count, limit: batch.maxSizeInBytes, inOrder: messages.every((message, index) => message.messageId === `m-${index}`) };
  },

  async large() {
    await send("q", { body: "x".repeat(250 * 1024) });
    const [message] = await all(client.createReceiver("q"), 1);
    return { length: message.body.length, tooLarge: await code(() => send("q", { body: "x".repeat(300 * 1024) })) };
  },

  async settle() {
    await send("q", ["complete", "abandon", "deadLetter", "defer"].map((body) => ({ body })));
    const receiver = client.createReceiver("q");
    const messages = await all(receiver, 4);
    await receiver.completeMessage(messages[0]);
    const twice = await code(() => receiver.completeMessage(messages[0]));
    await receiver.abandonMessage(messages[1], { changed: "by abandon" });
    await receiver.deadLetterMessage(messages[2], { deadLetterReason: "reason", deadLetterErrorDescription: "description", changed: "by dead-letter" });
    await receiver.deferMessage(messages[3], { changed: "by defer" });
    const [again] = await all(receiver, 1);
    await receiver.completeMessage(again);
    const dead = client.createReceiver("q", { subQueueType: "deadLetter" });
    const [letter] = await all(dead, 1);
    await dead.completeMessage(letter);
    const [deferred] = await receiver.receiveDeferredMessages([messages[3].sequenceNumber]);
    await receiver.completeMessage(deferred);
    return {
      twice,
      again: [again.body, again.deliveryCount, again.applicationProperties.changed],
      letter: [letter.body, letter.deadLetterReason, letter.deadLetterErrorDescription, letter.deadLetterSource, letter.applicationProperties.changed],
      deferred: [deferred.body, deferred.applicationProperties.changed],
      left: (await receiver.peekMessages(10)).length + (await dead.peekMessages(10)).length,
    };
  },

  // A message that is abandoned as often as the queue allows is dead-lettered (short: MaxDeliveryCount 2).
  async maxDelivery() {
    await send("short", { body: "bad" });
    const receiver = client.createReceiver("short");
    for (let count = 0; count < 2; count++) await receiver.abandonMessage((await all(receiver, 1))[0]);
    const [letter] = await all(client.createReceiver("short", { subQueueType: "deadLetter" }), 1);
    return { reason: letter.deadLetterReason, left: (await receiver.receiveMessages(1, { maxWaitTimeInMs: 300 })).length };
  },

  // The lock of short ends after two seconds unless it is renewed.
  async locks() {
    await send("short", { body: "x" });
    const receiver = client.createReceiver("short", { maxAutoLockRenewalDurationInMs: 0 });
    const [first] = await all(receiver, 1);
    const before = first.lockedUntilUtc.getTime();
    const renewed = await receiver.renewMessageLock(first);
    const [second] = await all(receiver, 1);
    const lost = await code(() => receiver.completeMessage(first));
    const notRenewed = await code(() => receiver.renewMessageLock(first));
    await receiver.completeMessage(second);
    return { renewedLater: renewed.getTime() > before, deliveryCount: second.deliveryCount, lost, notRenewed };
  },

  async receiveAndDelete() {
    await send("q", [{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver("q", { receiveMode: "receiveAndDelete" });
    const received = bodies(await all(receiver, 2));
    return { received, left: (await receiver.peekMessages(10)).length };
  },

  async peek() {
    await send("q", [1, 2, 3].map((body) => ({ body })));
    const receiver = client.createReceiver("q");
    const first = await receiver.peekMessages(2);
    const next = await receiver.peekMessages(2);
    const from = await receiver.peekMessages(5, { fromSequenceNumber: Long.fromNumber(2) });
    const empty = await client.createReceiver("t", "late").peekMessages(5);
    return { first: bodies(first), next: bodies(next), from: bodies(from), empty: empty.length, state: first[0].state };
  },

  async schedule() {
    const sender = client.createSender("q");
    const at = new Date(argument);
    const [cancelled, kept] = await sender.scheduleMessages([{ body: "cancelled" }, { body: "kept" }], at);
    await sender.cancelScheduledMessages([cancelled]);
    const receiver = client.createReceiver("q");
    const peeked = await receiver.peekMessages(10);
    const early = await receiver.receiveMessages(1, { maxWaitTimeInMs: 300 });
    const again = await code(() => sender.cancelScheduledMessages([cancelled]));
    return { peeked: bodies(peeked), state: peeked[0].state, sameNumber: peeked[0].sequenceNumber.equals(kept), at: peeked[0].scheduledEnqueueTimeUtc.toISOString(), early: early.length, again };
  },

  async topic() {
    await send("t", [
      { body: "late", applicationProperties: { late: true } }, { body: "on time", applicationProperties: { late: false } }, { body: "silent" },
    ]);
    const late = client.createReceiver("t", "late");
    const everything = client.createReceiver("t", "all");
    const received = { all: bodies(await all(everything, 3)), late: bodies(await all(late, 1)) };
    received.more = (await late.receiveMessages(1, { maxWaitTimeInMs: 300 })).length;
    return received;
  },

  async duplicates() {
    await send("once", { body: "first", messageId: "same" });
    await send("once", [{ body: "second", messageId: "same" }, { body: "third", messageId: "other" }]);
    return bodies(await client.createReceiver("once").peekMessages(10));
  },

  async unknown() {
    return {
      send: await code(() => send("nowhere", { body: "x" })),
      receive: await code(() => client.createReceiver("t", "nowhere").receiveMessages(1, { maxWaitTimeInMs: 1000 })),
      peek: await code(() => client.createReceiver("t", "nowhere").peekMessages(1)),
    };
  },

  // There are no sessions; the client learns that the entity has none, as it would of a real one without.
  async sessions() {
    const why = async (action) => action().then(() => "", (error) => error.message);
    return {
      next: (await why(() => client.acceptNextSession("q"))).includes("does not require sessions"),
      // The client says it in one of two ways: whichever of attach and detach it reads first.
      named: (await code(() => client.acceptSession("q", "s"))) !== "no error",
    };
  },

  // Takes a message and dies without a goodbye.
  async die() {
    await all(client.createReceiver("short"), 1);
    process.kill(process.pid, "SIGKILL");
  },

  // What a dead receiver had locked comes back when the lock ends, and not before (short: after two seconds).
  async abrupt() {
    await send("short", { body: "x" });
    require("child_process").spawnSync(process.execPath, [__filename, connectionString, "die"]);
    const receiver = client.createReceiver("short");
    const whileLocked = (await receiver.receiveMessages(1, { maxWaitTimeInMs: 300 })).length;
    const [message] = await all(receiver, 1);
    return { whileLocked, after: [message.body, message.deliveryCount] };
  },

  // Bytes that are no message are refused, each in its way, and the next client is served.
  async rubbish() {
    const rhea = require("rhea");
    const { hostname: host, port } = new URL(connectionString.match(/sb:[^;]*/)[0].replace("sb:", "http:"));
    const sent = (bytes, format) =>
      new Promise((resolve) => {
        const connection = rhea.create_container().connect({ host, port, username: "x", password: "x", reconnect: false });
        const sender = connection.open_sender("q");
        sender.once("sendable", () => sender.send(bytes, undefined, format));
        const done = (what, error) => {
          resolve(`${what} ${error.condition}`);
          connection.close();
        };
        sender.once("rejected", ({ delivery }) => done("rejected", delivery.remote_state.error));
        connection.once("connection_error", () => done("closed", connection.error));
        connection.on("disconnected", () => {});
      });
    const noMessage = await sent(Buffer.from([1, 2, 3, 4, 5]), 0);
    const noBatch = await sent(Buffer.from([0, 0x53, 0x75, 0xa0, 3, 9, 9, 9]), 0x80013700);
    await send("q", { body: 1 });
    return { noMessage, noBatch, after: bodies(await all(client.createReceiver("q"), 1)) };
  },

  // A receiver that waits with nothing there comes back empty, again and again, and then still gets what comes.
  async drain() {
    const receiver = client.createReceiver("q");
    const empty = [];
    for (let round = 0; round < 3; round++) empty.push((await receiver.receiveMessages(5, { maxWaitTimeInMs: 100 })).length);
    await send("q", [{ body: 1 }, { body: 2 }]);
    const some = bodies(await all(receiver, 2));
    const waiting = receiver.receiveMessages(1, { maxWaitTimeInMs: 10000 });
    await send("q", { body: 3 });
    return { empty, some, waited: bodies(await waiting) };
  },

  // The streaming receiver: many messages, a few at a time, settled by the client itself.
  async subscribe() {
    const count = Number(argument);
    const receiver = client.createReceiver("q");
    const seen = new Set();
    await new Promise((resolve, reject) => {
      const subscription = receiver.subscribe(
        {
          processMessage: async (message) => {
            seen.add(message.body);
            if (seen.size === count) setImmediate(resolve);
          },
          processError: async (failure) => reject(failure.error),
        },
        { maxConcurrentCalls: 10 });
      const sender = client.createSender("q");
      (async () => {
        for (let start = 0; start < count; start += 100) {
          await sender.sendMessages(Array.from({ length: Math.min(100, count - start) }, (_, index) => ({ body: start + index })));
        }
      })().catch(reject);
      void subscription;
    });
    await receiver.close();
    return seen.size;
  },

  // Sends and says nothing more: another process, another language, same wire.
  async send() {
    await send("q", { body: { kind: argument }, contentType: "application/json" });
    return "sent";
  },

  // A new connection each time: its handshake must never hang.
  async connections() {
    for (let round = 0; round < Number(argument); round++) {
      const own = new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 0, timeoutInMs: 10000 } });
      await own.createReceiver("q").peekMessages(1);
      await own.close();
    }
    return Number(argument);
  },
};

(async () => {
  const seen = await scenarios[scenario]();
  await client.close();
  console.log(JSON.stringify(seen));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
