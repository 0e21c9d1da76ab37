// Lives one life through an app that runs anywhere: on the real Functions host, or on the local runtime. It sends and receives
// with the official Service Bus client, and asks nothing that only the local runtime could answer, but for two things of the
// local copy that stands beside it as issuer: tokens, and the time.
//   node build/life.cjs API ISSUER        the API's and the issuer's addresses, like http://localhost:7071 http://localhost:7072
// The Service Bus connection string is taken from the environment variable ServiceBus. Ends with 0 only if every step came out.
const { ServiceBusClient } = require("@azure/service-bus");
const { randomUUID, randomInt } = require("crypto");
const fs = require("fs");
const path = require("path");

const [api, issuer] = process.argv.slice(2);
const content = path.join(__dirname, "..", "content", "modules");
const sample = (name) => JSON.parse(fs.readFileSync(path.join(__dirname, "..", "contracts", "samples", name), "utf8"));
const patience = 120_000;

function check(holds, what) {
  if (!holds) throw new Error(what);
}

async function ask(method, address, { token, body, accept } = {}) {
  const response = await fetch(address, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { "content-type": "application/json" }),
      ...(accept && { accept }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  check(response.ok, `${method} ${address} answered ${response.status}: ${text}`);
  return text.startsWith("{") ? JSON.parse(text) : text;
}

async function until(what, attempt) {
  const limit = Date.now() + patience;
  for (;;) {
    const found = await attempt();
    if (found) return found;
    check(Date.now() < limit, `${what}: not within ${patience / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const tokenFor = async (role, subject) => (await ask("POST", `${issuer}/local/oidc/token`, { body: { role, subject } })).access_token;

/** The right options of a question, by the module's own file. */
function answerTo(bank, questionId) {
  const question = bank.split("- questionId: ").find((part) => part.startsWith(`${questionId}\n`));
  return [...question.matchAll(/optionId: (\w+)\s+correct: true/g)].map((match) => match[1]);
}

async function study(moduleId, token) {
  const { sections } = await ask("GET", `${api}/api/v1/modules/${moduleId}`, { token });
  for (const { sectionId } of sections) {
    await ask("PUT", `${api}/api/v1/me/modules/${moduleId}/sections/${sectionId}`, { token, body: { completed: true } });
  }
  const attempt = await ask("POST", `${api}/api/v1/me/modules/${moduleId}/attempts`, { token });
  const bank = fs.readFileSync(path.join(content, moduleId, "questions.yaml"), "utf8");
  const answers = attempt.questions.map(({ questionId }) => ({ questionId, optionIds: answerTo(bank, questionId) }));
  await ask("POST", `${api}/api/v1/me/attempts/${attempt.attemptId}/submission`, { token, body: { answers } });
}

async function live(bus) {
  const say = (what) => console.log(`  ${what}`);
  const now = new Date((await ask("GET", `${issuer}/local/clock`)).now);
  const day = (years, days) => new Date(Date.UTC(now.getUTCFullYear() + years, now.getUTCMonth(), now.getUTCDate() + days)).toISOString().slice(0, 10);
  const number = String(randomInt(1e7)).padStart(7, "0");
  const permit = sample("be.vlaanderen.wewis.permit.v1.granted/life-a-1-granted.json");
  Object.assign(permit, { id: randomUUID(), time: now.toISOString(), subject: `W-${now.getUTCFullYear()}-${number}` });
  Object.assign(permit.data, { permitNumber: permit.subject, validFrom: day(0, 30), validUntil: day(3, 0) });
  Object.assign(permit.data.holder, { passportNumber: `U9${number}`, email: `ayse.${number}@example.org`, familyName: `Yılmaz ${"ABCDEFGHIJ"[number % 10]}` });
  await bus.createSender("dwewis-permits").sendMessages({ body: permit, messageId: permit.id, contentType: "application/cloudevents+json" });
  say(`permit ${permit.subject} sent`);

  const notifications = bus.createReceiver("inburgering-events", "notifications");
  const invitation = await until("the invitation", async () => {
    for (const message of await notifications.receiveMessages(10, { maxWaitTimeInMs: 2000 })) {
      await notifications.completeMessage(message);
      if (message.body.data.email === permit.data.holder.email) return message.body;
    }
  });
  say("invitation received");

  const learner = await tokenFor("learner", `ayse-${number}`);
  await ask("POST", `${api}/api/v1/activations`, {
    token: learner, body: { activationCode: invitation.data.activationCode, birthDate: permit.data.holder.birthDate },
  });
  say("account activated");
  for (const moduleId of ["basis", "rights-duties", "labour-rights"]) {
    await study(moduleId, learner);
    say(`module ${moduleId} passed`);
  }

  const { verificationCode } = await ask("GET", `${api}/api/v1/me/certificate`, { token: learner, accept: "application/json" });
  await ask("GET", `${api}/api/v1/certificates/${verificationCode}`);
  say("certificate verified");
  const dwewis = await tokenFor("dwewis", "dwewis");
  const { status } = await ask("POST", `${api}/api/v1/compliance/query`, { token: dwewis, body: { permitNumber: permit.subject } });
  check(status, "DWEWIS is told nothing");
  say(`DWEWIS is told: ${status}`);

  const wrong = { ...permit, id: randomUUID(), data: { version: 0 } };
  await bus.createSender("dwewis-permits").sendMessages({ body: wrong, messageId: wrong.id, contentType: "application/cloudevents+json" });
  const letters = bus.createReceiver("dwewis-permits", { subQueueType: "deadLetter" });
  const letter = await until("the wrong message in the dead-letter queue", async () =>
    (await letters.receiveMessages(1, { maxWaitTimeInMs: 2000 })).find((message) => message.messageId === wrong.id));
  await letters.completeMessage(letter);
  say(`a wrong message is dead-lettered: ${letter.deadLetterReason}`);
}

(async () => {
  check(api && issuer && process.env.ServiceBus, "Usage: ServiceBus=<connection string> node build/life.cjs API ISSUER");
  const bus = new ServiceBusClient(process.env.ServiceBus);
  try {
    await live(bus);
    console.log("The life came out as it should.");
  } finally {
    await bus.close();
  }
})().catch((error) => {
  console.error(`life: ${error.message}`);
  process.exit(1);
});
