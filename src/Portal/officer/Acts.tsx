import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { ask, type Schemas } from "../app/api";
import { Confirm, ProblemBox, useAct } from "../app/parts";
import type { Case } from "./CasePage";
import { dayNl, word } from "./words";

/** What an officer can do with a case. Each act says what will happen before it happens; what is refused says by which rule. */
export function Acts({ file, etag, onDone }: { file: Case; etag?: string; onDone: () => void }) {
  const { personId, obligation, choices } = file;
  const given = { params: { path: { personId }, header: etag ? { "If-Match": etag } : {} } };
  const recruitment = file.letters.filter((letter) => letter.kind === "recruitment").at(-1);
  const isOpen = obligation.status === "running" || obligation.status === "suspended" || obligation.status === "letterPending";
  return (
    <section>
      <h2>Handelingen</h2>
      {obligation.status === "breached" && !file.enforcement && <ConfirmBreach file={file} given={given} onDone={onDone} />}
      {(obligation.status === "running" || obligation.status === "suspended") && (
        <Act title="Uitstel geven" says={(form) => `De uiterste dag schuift op met de dagen van ${dayNl(form.from)} tot en met ${dayNl(form.to)}. Zolang die duren, staat de termijn stil en gaan er geen herinneringen uit.`} onDone={onDone}
          fields={[{ name: "ground", label: "Grond", choices: choices?.postponementGrounds }, { name: "from", label: "Van", type: "date" }, { name: "to", label: "Tot en met", type: "date" }, { name: "evidence", label: "Bewijs", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/postponements", { ...given, body: form as unknown as Schemas["PostponementRequest"] }))} />
      )}
      {isOpen && (
        <Act title="Vrijstellen" says={() => "De verplichting vervalt tot iemand de vrijstelling intrekt. DWEWIS krijgt te horen dat ze niet van toepassing is."} onDone={onDone}
          fields={[{ name: "code", label: "Reden", choices: choices?.exemptionCodes }, { name: "evidence", label: "Bewijs", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/exemptions", { ...given, body: form as unknown as Schemas["ExemptionRequest"] }))} />
      )}
      {obligation.status === "exempted" && (
        <Act title="Vrijstelling intrekken" says={() => "De verplichting geldt opnieuw zoals voordien. De dagen van de vrijstelling tellen niet mee in de termijn."} onDone={onDone}
          fields={[{ name: "reason", label: "Waarom", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/exemption-withdrawals", { ...given, body: form as unknown as Schemas["Reason"] }))} />
      )}
      {recruitment?.postedOn && isOpen && (
        <Act title="Bewijs van ontvangst opnemen" says={(form) => `De wervingsbrief geldt als ontvangen op ${dayNl(form.receivedOn)}. De uiterste dag kan daardoor later vallen, nooit vroeger.`} onDone={onDone}
          fields={[{ name: "receivedOn", label: "Ontvangen op", type: "date" }, { name: "evidence", label: "Bewijs", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/letter-receipts", { ...given, body: { letterId: recruitment.letterId, receivedOn: form.receivedOn!, evidence: form.evidence! } }))} />
      )}
      {file.letters.filter((letter) => letter.returnedOn && !letter.sentAgainAs).map((letter) => (
        <Act key={letter.letterId} title={`Opnieuw versturen: ${word(letter.kind)}`} says={() => "Er gaat een nieuwe brief naar het adres dat het Rijksregister nu geeft. De termijn begint bij de ontvangst ervan."} onDone={onDone}
          fields={[{ name: "reason", label: "Waarom", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/letters", { ...given, body: { letterId: letter.letterId, reason: form.reason! } }))} />
      ))}
      {file.rectificationRequests?.filter((one) => !one.answer).map((one) => (
        <Act key={one.requestId} title="Vraag om verbetering beantwoorden" says={() => "De persoon leest dit antwoord in het account en in een brief. De vraag is daarmee afgesloten."} onDone={onDone}
          fields={[{ name: "outcome", label: "Uitkomst", choices: outcomes }, { name: "answer", label: "Antwoord aan de persoon", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/rectification-answers", { ...given, body: { requestId: one.requestId, outcome: form.outcome as Schemas["RectificationOutcome"], answer: form.answer! } }))}>
          <p>{one.statement}</p>
        </Act>
      ))}
      {file.adulthoodReview?.open && (
        <Act title="Meerderjarigheid nakijken" says={(form) => form.obliged === "true" ? "De verplichting begint, met een wervingsbrief." : "Er begint geen verplichting."} onDone={onDone}
          fields={[{ name: "obliged", label: "Geldt de verplichting?", choices: [{ code: "true", name: "ja" }, { code: "false", name: "nee" }] }, { name: "reason", label: "Waarom", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/adulthood-reviews", { ...given, body: { obliged: form.obliged === "true", reason: form.reason! } }))} />
      )}
      {!file.voluntaryTrajectory && (
        <Act title="Interesse in het volledige traject noteren" says={() => "Het agentschap krijgt een verwijzing. Dit blijft vrijwillig."} onDone={onDone}
          fields={[{ name: "note", label: "Wat het agentschap moet weten", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/voluntary-trajectory", { ...given, body: { note: form.note! } }))} />
      )}
      {!file.accountBound && file.email && (
        <Act title="Nieuwe activeringscode sturen" says={() => `Er gaat een nieuwe code naar ${file.email}. Vroegere codes werken niet meer.`} onDone={onDone} fields={[]}
          act={() => ask((api) => api.POST("/cases/{personId}/activation-codes", given))} />
      )}
      <Act title="Extra tijd bij tests" says={(form) => `Elke test die vanaf nu begint, duurt ${form.extraTimePercent} % langer. Een test die al loopt, houdt zijn tijd.`} onDone={onDone}
        fields={[{ name: "extraTimePercent", label: "Extra tijd in procent", type: "number" }, { name: "evidence", label: "Bewijs", long: true }]}
        act={(form) => ask((api) => api.POST("/cases/{personId}/accommodations", { ...given, body: { extraTimePercent: Number(form.extraTimePercent), evidence: form.evidence! } }))} />
    </section>
  );
}

const outcomes = (["corrected", "referredToSource", "refused"] as const).map((code) => ({ code, name: word(code) }));

type Form = Record<string, string>;

interface ActField {
  name: string;
  label: string;
  type?: "date" | "number";
  long?: boolean;
  choices?: { code: string; name: string }[];
}

/** A form that opens under its title, says what it will do, and asks before it does it. */
function Act({ title, says, fields, act, onDone, danger, children }: { title: string; says: (form: Form) => string; fields: ActField[]; act: (form: Form) => Promise<unknown>; onDone: () => void; danger?: boolean; children?: ComponentChildren }) {
  const id = useId();
  const [form, setForm] = useState<Form>({});
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  const acting = useAct(async () => {
    await act(form);
    setDone(true);
    setForm({});
    onDone();
  });
  const set = (name: string) => (event: { currentTarget: { value: string } }) => { setDone(false); setForm({ ...form, [name]: event.currentTarget.value }); };
  return (
    <details class="act">
      <summary>{title}</summary>
      {children}
      <form onSubmit={(event) => { event.preventDefault(); setAsking(true); }}>
        {fields.map((field) => {
          const wrong = acting.problem?.fields.get(field.name);
          const shared = { id: `${id}-${field.name}`, required: true, value: form[field.name] ?? "", onInput: set(field.name), "aria-describedby": wrong ? `${id}-${field.name}-wrong` : undefined, "aria-invalid": wrong ? true : undefined };
          return (
            <div class="field" key={field.name}>
              <label for={shared.id}>{field.label}</label>
              {wrong && <p class="wrong" id={`${id}-${field.name}-wrong`}>{wrong}</p>}
              {field.choices ? <select {...shared}><option value="">kies</option>{field.choices.map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}</select>
                : field.long ? <textarea {...shared} rows={3} maxLength={2000} />
                  : field.type === "number" ? <input {...shared} type="number" min={0} max={1000} /> : <input {...shared} type="date" />}
            </div>
          );
        })}
        {acting.problem && <ProblemBox problem={acting.problem} />}
        <p class="buttons"><button type="submit" class={danger ? "danger" : undefined} disabled={acting.busy}>{title}</button></p>
        <p role="status">{done ? "Gedaan." : ""}</p>
      </form>
      {asking && (
        <Confirm title={title} yes="Doorgaan" onYes={() => { setAsking(false); void acting.run(); }} onNo={() => setAsking(false)}>
          <p>{says(form)}</p>
        </Confirm>
      )}
    </details>
  );
}

/** A human decides whether a breach goes to enforcement (GDPR art. 22): with what speaks against it on the same screen. */
function ConfirmBreach({ file, given, onDone }: { file: Case; given: { params: { path: { personId: string }; header: { "If-Match"?: string } } }; onDone: () => void }) {
  const against = [
    file.letters.some((letter) => letter.returnedOn) && "Er kwam een brief terug.",
    file.rectificationRequests?.some((one) => !one.answer) && "De persoon vroeg om een verbetering.",
    file.postponements && file.postponements.length > 0 && `Er was ${file.postponements.length} keer uitstel.`,
    file.modules.some((module) => module.openAttemptId) && "Er loopt nu een test.",
    !file.accountBound && "Het account werd nooit geactiveerd.",
    file.attempts && file.attempts.length > 0 && `De persoon legde ${file.attempts.length} tests af.`,
  ].filter((one): one is string => typeof one === "string");
  return (
    <Act title="Inbreuk bevestigen" danger onDone={onDone} fields={[{ name: "reason", label: "Waarom u bevestigt (komt in het dossier)", long: true }]}
      says={() => "Het dossier gaat naar de handhavers van ABB. Dat gebeurt één keer en kan niet teruggenomen worden. DWEWIS krijgt te horen dat niet aan de verplichting voldaan is."}
      act={(form) => ask((api) => api.POST("/cases/{personId}/breach-confirmations", { ...given, body: { reason: form.reason! } }))}>
      <h3>Wat in het dossier zal staan</h3>
      <ul>
        <li>Brief ontvangen op {dayNl(file.obligation.receivedOn)}, uiterste dag {dayNl(file.obligation.deadlineOn)}, met de berekening hierboven.</li>
        <li>Niet geslaagd: {file.obligation.remainingModules.join(", ")}.</li>
        <li>Brieven, herinneringen, uitstel en tests zoals op deze bladzijde.</li>
      </ul>
      <h3>Wat ertegen pleit</h3>
      {against.length > 0 ? <ul>{against.map((one) => <li key={one}>{one}</li>)}</ul> : <p>Er is niets bekend. Hebt u de persoon gehoord?</p>}
    </Act>
  );
}
