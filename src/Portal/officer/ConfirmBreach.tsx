import { useState } from "preact/hooks";
import { ask, askFile, type Schemas } from "../app/api";
import { Loaded, ProblemBox, useAct, useLoaded } from "../app/parts";
import { openPdf } from "../learner/Letters";
import { Act } from "./Act";
import type { Case } from "./CasePage";
import { DossierFacts } from "./DossierFacts";

/** What speaks against a confirmation, as far as the file knows. */
const against = (file: Case): string[] => [
  file.letters.some((letter) => letter.returnedOn) && "Er kwam een brief terug.",
  file.letters.every((letter) => letter.kind !== "recruitment" || letter.method === "ordinary" || letter.method === "registered") && "De ontvangst van de wervingsbrief is vermoed (gewone of aangetekende post), niet bewezen.",
  file.rectificationRequests?.some((one) => !one.answer) && "De persoon vroeg om een verbetering.",
  file.postponements && file.postponements.length > 0 && `Er was ${file.postponements.length} keer uitstel.`,
  file.modules.some((module) => module.openAttemptId) && "Er loopt nu een test.",
  !file.accountBound && "Het account werd nooit geactiveerd: misschien kreeg de persoon de code niet.",
  !file.email && "Er is geen e-mailadres: herinneringen gingen alleen per brief.",
  file.attempts && file.attempts.length > 0 && `De persoon legde ${file.attempts.length === 1 ? "een test" : `${file.attempts.length} tests`} af.`,
].filter((one): one is string => typeof one === "string");

/** A human decides whether a breach goes to enforcement (GDPR art. 22): with the dossier as it would be, and what speaks against it, on the same screen. */
export function ConfirmBreach({ file, given, onDone }: { file: Case; given: { params: { path: { personId: string }; header: { "If-Match"?: string } } }; onDone: (title: string) => void }) {
  const reasons = against(file);
  return (
    <Act title="Inbreuk bevestigen" danger onDone={onDone} fields={[{ name: "reason", label: "Waarom u bevestigt (komt in het dossier)", long: true }]}
      says={() => "Het dossier gaat naar de handhavers van ABB. Dat gebeurt één keer en kan niet teruggenomen worden. DWEWIS krijgt te horen dat niet aan de verplichting voldaan is."}
      act={(form) => ask((api) => api.POST("/cases/{personId}/breach-confirmations", { ...given, body: { reason: form.reason! } }))}>
      <div class="box calm">
        <h3>Wat ertegen pleit</h3>
        {reasons.length > 0 ? <ul>{reasons.map((one) => <li key={one}>{one}</li>)}</ul> : <p>Er is niets bekend. Hebt u de persoon gehoord?</p>}
      </div>
      <Preview personId={file.personId} />
    </Act>
  );
}

/** Fetched when it is asked for: every look is noted, and the person can see it. */
function Preview({ personId }: { personId: string }) {
  const [shown, setShown] = useState(false);
  const opening = useAct(() => openPdf(askFile((api) => api.GET("/cases/{personId}/dossier-preview", { params: { path: { personId } }, headers: { Accept: "application/pdf" }, parseAs: "blob" }))));
  return (
    <>
      <h3>Wat in het dossier zou staan</h3>
      {opening.problem && <ProblemBox problem={opening.problem} />}
      {shown ? <Facts personId={personId} /> : <p>Kijk het na voor u bevestigt. Dat u het bekijkt, wordt genoteerd.</p>}
      <p class="buttons">
        {!shown && <button type="button" class="plain" onClick={() => setShown(true)}>Dossier vooraf bekijken</button>}
        <button type="button" class="plain" disabled={opening.busy} onClick={() => opening.run()}>Als PDF openen</button>
      </p>
    </>
  );
}

function Facts({ personId }: { personId: string }) {
  const loaded = useLoaded(() => ask((api) => api.GET("/cases/{personId}/dossier-preview", { params: { path: { personId } }, headers: { Accept: "application/json" } })), [personId]);
  return <Loaded from={loaded}>{(facts) => <DossierFacts facts={facts as Schemas["DossierFacts"]} />}</Loaded>;
}
