import { useRef, useState } from "preact/hooks";
import { ask, type Schemas } from "../app/api";
import { moduleName } from "../learner/modules";
import { Act } from "./Act";
import type { Case } from "./CasePage";
import { ConfirmBreach } from "./ConfirmBreach";
import { dayNl, word } from "./words";

/** What an officer can do with a case. Each act says what will happen before it happens; what is refused says by which rule. */
export function Acts({ file, etag, onDone: onChange }: { file: Case; etag?: string; onDone: () => void }) {
  const { personId, obligation, choices, certificate } = file;
  const given = { params: { path: { personId }, header: etag ? { "If-Match": etag } : {} } };
  const recruitment = file.letters.filter((letter) => letter.kind === "recruitment").at(-1);
  const heading = useRef<HTMLHeadingElement>(null);
  const [last, setLast] = useState("");
  // An act may be gone once it is done: where one is, is said at the heading.
  const onDone = (title: string) => {
    setLast(title);
    heading.current?.focus();
    onChange();
  };
  const isOpen = obligation.status === "running" || obligation.status === "suspended" || obligation.status === "letterPending";
  return (
    <section>
      <h2 tabIndex={-1} ref={heading}>Handelingen</h2>
      <p role="status" class={last ? "box good" : "hidden"}>{last && `Gedaan: ${last}.`}</p>
      {file.adulthoodReview?.open && (
        <Act title="Meerderjarigheid nakijken" onDone={onDone}
          says={(form) => form.obliged === "yes" ? "De verplichting geldt voortaan zoals voor een volwassene die zich vestigt: er gaat een wervingsbrief uit, en de termijn begint bij de ontvangst ervan." : "De persoon is niet verplicht. Er gaat geen brief uit."}
          fields={[{ name: "obliged", label: "Is de persoon verplicht?", choices: [{ code: "yes", name: "ja" }, { code: "no", name: "nee" }] }, { name: "reason", label: "Waarom", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/adulthood-reviews", { ...given, body: { obliged: form.obliged === "yes", reason: form.reason! } }))} />
      )}
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
      {!file.voluntaryTrajectory && (
        <Act title="Interesse in het volledige traject noteren" says={() => "Het agentschap krijgt een verwijzing. Dit blijft vrijwillig."} onDone={onDone}
          fields={[{ name: "note", label: "Wat het agentschap moet weten", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/voluntary-trajectory", { ...given, body: { note: form.note! } }))} />
      )}
      {!file.accountBound && file.email && (
        <Act title="Nieuwe activeringscode sturen" says={() => `Er gaat een nieuwe code naar ${file.email}. Vroegere codes werken niet meer.`} onDone={onDone} fields={[]}
          act={() => ask((api) => api.POST("/cases/{personId}/activation-codes", given))} />
      )}
      {certificate && (
        <Act title="Attest intrekken" danger onDone={onDone}
          says={(form) => `Wie code ${certificate.verificationCode} nakijkt, krijgt te horen dat het attest ingetrokken is. ${form.modulesToRedo ? `De persoon moet ${form.modulesToRedo.split(",").map(moduleName).join(", ")} opnieuw doen; was aan de verplichting voldaan, dan begint ze opnieuw met een brief en een volledige termijn.` : "De behaalde modules blijven staan, en er komt meteen een nieuw attest met een andere code, op de naam zoals die nu bekend is."} De persoon kan de reden lezen.`}
          fields={[{ name: "modulesToRedo", label: "Welke modules niet gelden (geen: alleen het attest is fout)", several: file.modules.filter((module) => module.compulsory).map(({ moduleId }) => ({ code: moduleId, name: moduleName(moduleId) })) }, { name: "reason", label: "Waarom", long: true }]}
          act={(form) => ask((api) => api.POST("/cases/{personId}/certificate-revocations", { ...given, body: { verificationCode: certificate.verificationCode, reason: form.reason!, modulesToRedo: form.modulesToRedo ? form.modulesToRedo.split(",") : [] } }))} />
      )}
      <Act title="Extra tijd bij tests" says={(form) => `Elke test die vanaf nu begint, duurt ${form.extraTimePercent} % langer. Een test die al loopt, houdt zijn tijd.`} onDone={onDone}
        fields={[{ name: "extraTimePercent", label: "Extra tijd in procent", type: "number" }, { name: "evidence", label: "Bewijs", long: true }]}
        act={(form) => ask((api) => api.POST("/cases/{personId}/accommodations", { ...given, body: { extraTimePercent: Number(form.extraTimePercent), evidence: form.evidence! } }))} />
    </section>
  );
}

const outcomes = (["corrected", "referredToSource", "refused"] as const).map((code) => ({ code, name: word(code) }));
