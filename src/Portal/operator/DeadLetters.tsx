import { useId, useState } from "preact/hooks";
import { ask, type Schemas } from "../app/api";
import { Confirm, Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import { instantNl } from "../officer/words";

type DeadLetter = Schemas["DeadLetter"];

/** What is to be sent again: one message, or all of a queue that were refused for one reason. */
type Chosen = { queue: string } & ({ sequenceNumber: number } | { reason: string });

/** Rows shown of a reason; the rest is the same again. */
const most = 50;

const nameOf = (chosen: Chosen): string => ("sequenceNumber" in chosen ? `${chosen.queue}, bericht ${chosen.sequenceNumber}` : `${chosen.queue}, alles met reden ${chosen.reason}`);

/** Messages that could not be taken, why, and a way to give them to their queue again: first as a try that sends nothing. */
export default function DeadLetters() {
  const loaded = useLoaded(() => ask((api) => api.GET("/operations/dead-letters")), []);
  const [chosen, setChosen] = useState<Chosen>();
  const [done, setDone] = useState("");
  const choose = (next: Chosen) => {
    setDone("");
    setChosen(next);
  };
  return (
    <Page title="Geweigerde berichten" wide>
      <p>Wat een afzender stuurde en niet aangenomen kon worden, met de regel die het brak. De inhoud staat hier niet: die bevat persoonsgegevens.</p>
      <p role="status" class={done ? "box good" : "hidden"}>{done}</p>
      {chosen && <Resubmission key={JSON.stringify(chosen)} chosen={chosen} onStop={() => setChosen(undefined)} onDone={(what) => { setChosen(undefined); setDone(what); loaded.reload(); }} />}
      <Loaded from={loaded}>
        {({ items }) => items.length === 0 ? <p>Er zijn geen geweigerde berichten.</p> : (
          <>
            {reasons(items).map(({ queue, reason, letters }) => (
              <section key={`${queue} ${reason}`} aria-label={`${queue}: ${reason}`}>
                <h2>{queue}: {reason} <span class="quiet">({letters.length})</span></h2>
                <p class="buttons"><button type="button" class="plain" onClick={() => choose({ queue, reason })}>Alle {letters.length} opnieuw aanbieden …</button></p>
                <Letters letters={letters} onChoose={choose} />
              </section>
            ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function reasons(items: DeadLetter[]): { queue: string; reason: string; letters: DeadLetter[] }[] {
  const groups = new Map<string, DeadLetter[]>();
  for (const item of items) {
    const key = `${item.queue} ${item.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].map((letters) => ({ queue: letters[0]!.queue, reason: letters[0]!.reason, letters }));
}

const Letters = ({ letters, onChoose }: { letters: DeadLetter[]; onChoose: (chosen: Chosen) => void }) => (
  <div class="scroll">
    <table>
      <caption class="hidden">Geweigerde berichten, oudste eerst</caption>
      <thead><tr><th scope="col">Nummer</th><th scope="col">Ontvangen</th><th scope="col">Bericht</th><th scope="col">Wat niet klopt</th><td /></tr></thead>
      <tbody>
        {letters.slice(0, most).map((letter) => (
          <tr key={letter.sequenceNumber}>
            <th scope="row">{letter.sequenceNumber}</th>
            <td>{instantNl(letter.enqueuedAt)}</td>
            <td><code>{letter.messageId}</code></td>
            <td>{letter.description}</td>
            <td><button type="button" class="link" aria-label={`Bericht ${letter.sequenceNumber} opnieuw aanbieden`} onClick={() => onChoose({ queue: letter.queue, sequenceNumber: letter.sequenceNumber })}>Opnieuw aanbieden …</button></td>
          </tr>
        ))}
      </tbody>
    </table>
    {letters.length > most && <p class="quiet">En nog {letters.length - most}.</p>}
  </div>
);

/** First a try that says what would be sent; then, on a second word, the sending. */
function Resubmission({ chosen, onStop, onDone }: { chosen: Chosen; onStop: () => void; onDone: (what: string) => void }) {
  const id = useId();
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState<Schemas["Resubmission"]>();
  const [asking, setAsking] = useState(false);
  const order = (dryRun: boolean) => ask((api) => api.POST("/operations/dead-letters/resubmissions", { body: { ...chosen, dryRun, why } }));
  const trying = useAct(async () => setTried(await order(true)));
  const sending = useAct(async () => {
    const { resubmitted } = await order(false);
    onDone(`${resubmitted} ${resubmitted === 1 ? "bericht" : "berichten"} opnieuw aangeboden. Wat nog niet klopt, komt terug met zijn reden.`);
  });
  const problem = trying.problem ?? sending.problem;
  return (
    <section class="box calm" aria-labelledby={id}>
      <h2 id={id}>Opnieuw aanbieden: {nameOf(chosen)}</h2>
      <form onSubmit={(event) => { event.preventDefault(); void trying.run(); }}>
        <div class="field">
          <label for={`${id}-why`}>Waarom (wordt bewaard)</label>
          <textarea id={`${id}-why`} ref={focused} required maxLength={2000} rows={2} value={why} onInput={(event) => { setWhy(event.currentTarget.value); setTried(undefined); }} />
        </div>
        {problem && <ProblemBox problem={problem} />}
        <div role="status">{tried && <p><strong>{tried.matched === 0 ? "Niets te sturen." : `${tried.matched} ${tried.matched === 1 ? "bericht wordt" : "berichten worden"} gestuurd.`}</strong> Er is nog niets gebeurd.</p>}</div>
        <p class="buttons">
          {tried && tried.matched > 0
            ? <button type="button" disabled={sending.busy} onClick={() => setAsking(true)}>Opnieuw aanbieden</button>
            : <button type="submit" disabled={trying.busy}>Proberen, zonder te sturen</button>}
          <button type="button" class="plain" onClick={onStop}>Niet doen</button>
        </p>
      </form>
      {asking && tried && (
        <Confirm title="Opnieuw aanbieden" yes="Aanbieden" onYes={() => { setAsking(false); void sending.run(); }} onNo={() => setAsking(false)}>
          <p>{tried.matched === 1 ? "Het bericht gaat" : `${tried.matched} berichten gaan`} terug naar {chosen.queue} en {tried.matched === 1 ? "wordt" : "worden"} behandeld zoals nieuw. Wat al eens aangenomen werd, heeft geen tweede gevolg. Wat nog fout is, komt hier terug.</p>
        </Confirm>
      )}
    </section>
  );
}

const focused = (input: HTMLTextAreaElement | null): void => input?.focus();
