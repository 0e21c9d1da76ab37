import { useId, useState } from "preact/hooks";
import { ask, askFile, type Schemas } from "../app/api";
import { useDraft } from "../app/drafts";
import { Confirm, Field, Loaded, Page, ProblemBox, useAct, useLoaded, wrongOf } from "../app/parts";
import type { Place } from "../app/route";
import { openPdf } from "../learner/Letters";
import { DossierFacts } from "../officer/DossierFacts";
import { dayNl, instantNl, word } from "../officer/words";

const outcomes: Schemas["EnforcementOutcomeKind"][] = ["opened", "heard", "sanctioned", "dismissed", "appealed", "paid", "closed"];

/** One case for ABB: the dossier as it was handed over, and what was done since. */
export default function EnforcementCasePage({ place }: { place: Place }) {
  const caseId = place.parts[1]!;
  const loaded = useLoaded(() => ask((api) => api.GET("/enforcement-cases/{caseId}", { params: { path: { caseId } } })), [caseId]);
  return (
    <Page title={`Dossier ${caseId}`} wide>
      <Loaded from={loaded}>
        {(one) => (
          <>
            <dl>
              <dt>Overgedragen</dt><dd>{instantNl(one.referredAt)}</dd>
              <dt>Bevestigd</dt><dd>{instantNl(one.confirmedAt)}</dd>
              <dt>Uiterste dag was</dt><dd>{dayNl(one.deadlineOn)}</dd>
              {one.fulfilledLateOn && <><dt>Later geslaagd</dt><dd><strong>{dayNl(one.fulfilledLateOn)}</strong></dd></>}
              <dt>Stand</dt><dd>{word(one.status) || "nieuw"}{one.sanctionedAmount !== undefined ? `, ${one.sanctionedAmount} euro` : ""}</dd>
              <dt>SHA-256 van het dossier</dt><dd><code>{one.dossierSha256}</code></dd>
            </dl>
            <div class="two">
              <Dossier caseId={caseId} />
              <div>
                <h2>Wat gedaan is</h2>
                {one.outcomes.length === 0 ? <p>Nog niets.</p> : <ol>{one.outcomes.map((outcome, i) => <li key={i}>{dayNl(outcome.date)}: {word(outcome.outcome)}{outcome.amount !== undefined ? `, ${outcome.amount} euro` : ""}</li>)}</ol>}
                <Report caseId={caseId} onDone={loaded.reload} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The dossier as it was handed over: its facts to read here, and the document under the hash that was announced. */
function Dossier({ caseId }: { caseId: string }) {
  const given = { params: { path: { caseId } } };
  const facts = useLoaded(() => ask((api) => api.GET("/enforcement-cases/{caseId}/dossier", { ...given, headers: { Accept: "application/json" } })), [caseId]);
  const opening = useAct(() => openPdf(askFile((api) => api.GET("/enforcement-cases/{caseId}/dossier", { ...given, headers: { Accept: "application/pdf" }, parseAs: "blob" }))));
  return (
    <section>
      <h2>Dossier</h2>
      <p class="buttons"><button type="button" class="plain" disabled={opening.busy} onClick={() => opening.run()}>Als PDF openen</button></p>
      {opening.problem && <ProblemBox problem={opening.problem} />}
      <Loaded from={facts}>{(found) => <DossierFacts facts={found as Schemas["DossierFacts"]} />}</Loaded>
    </section>
  );
}

function Report({ caseId, onDone }: { caseId: string; onDone: () => void }) {
  const id = useId();
  const [report, setReport, taken] = useDraft<{ outcome: Schemas["EnforcementOutcomeKind"]; date: string; amount: string }>("outcome", { outcome: "opened", date: "", amount: "" });
  const { outcome, date, amount } = report;
  const [asking, setAsking] = useState(false);
  const reporting = useAct(async () => {
    await ask((api) => api.POST("/enforcement-cases/{caseId}/outcomes", { params: { path: { caseId } }, body: { outcome, date, ...(outcome === "sanctioned" && amount ? { amount: Number(amount) } : {}) } }));
    taken();
    onDone();
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); setAsking(true); }}>
      <h3>Uitkomst melden</h3>
      <div class="field">
        <label for={id}>Uitkomst</label>
        <select id={id} value={outcome} onChange={(event) => setReport({ ...report, outcome: event.currentTarget.value as typeof outcome })}>
          {outcomes.map((one) => <option key={one} value={one}>{word(one)}</option>)}
        </select>
      </div>
      <Field label="Op" type="date" required value={date} wrong={wrongOf(reporting.problem, "date")} onInput={(event) => setReport({ ...report, date: event.currentTarget.value })} />
      {outcome === "sanctioned" && <Field label="Bedrag in euro" type="number" min={0} step="0.01" value={amount} wrong={wrongOf(reporting.problem, "amount")} onInput={(event) => setReport({ ...report, amount: event.currentTarget.value })} />}
      {reporting.problem && <ProblemBox problem={reporting.problem} />}
      <p class="buttons"><button type="submit" disabled={reporting.busy}>Melden</button></p>
      {asking && (
        <Confirm title="Uitkomst melden" yes="Melden" onYes={() => { setAsking(false); void reporting.run(); }} onNo={() => setAsking(false)}>
          <p>{word(outcome)} op {dayNl(date)}{outcome === "sanctioned" && amount ? `, ${amount} euro` : ""}. Dit komt in het dossier en de persoon kan het zien. Het wordt niet meer gewist.</p>
        </Confirm>
      )}
    </form>
  );
}
