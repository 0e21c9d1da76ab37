import { useState } from "preact/hooks";
import { ask } from "../app/api";
import { Field, Loaded, Page, useLoaded } from "../app/parts";
import { go, type Place } from "../app/route";
import { Act } from "../officer/Act";
import { action, instantNl, word } from "../officer/words";

/** One person's matter by its opaque id: what was decided, sent and is waited for, without a word of whose it is. */
export default function Matter({ place }: { place: Place }) {
  const personId = place.query.get("person") ?? "";
  const [typed, setTyped] = useState(personId);
  return (
    <Page title="Eén zaak" wide>
      <p>Het verloop van één zaak, met het nummer dat in logboeken en meldingen staat. Namen en nummers van mensen staan er niet in. Wat u bekijkt, wordt genoteerd, en de persoon kan het zien.</p>
      <form class="filters" onSubmit={(event) => { event.preventDefault(); go(`/matters?person=${encodeURIComponent(typed.trim())}`); }}>
        <Field label="Nummer van de zaak" value={typed} required pattern="[A-Za-z0-9]{8,40}" maxLength={40} autocomplete="off" spellcheck={false} onInput={(event) => setTyped(event.currentTarget.value)} />
        <p class="field"><button type="submit">Opzoeken</button></p>
      </form>
      {personId && <Found key={personId} personId={personId} />}
    </Page>
  );
}

function Found({ personId }: { personId: string }) {
  const given = { params: { path: { personId } } };
  const loaded = useLoaded(() => ask((api) => api.GET("/operations/people/{personId}/timeline", given)), [personId]);
  const [done, setDone] = useState("");
  return (
    <Loaded from={loaded}>
      {({ obligation, orchestration, leftToDo, entries }) => (
        <>
          <p role="status" class={done ? "box good" : "hidden"}>{done}</p>
          <dl>
            <dt>Verplichting</dt><dd>{word(obligation)}</dd>
            <dt>Orkestratie</dt><dd>{orchestration ? `${word(orchestration.status)}, laatst bijgewerkt op ${instantNl(orchestration.lastUpdatedAt)}` : "geen"}</dd>
            <dt>Nog te doen</dt><dd>{leftToDo.length === 0 ? "niets" : leftToDo.map((one) => `${word(one.work)}${one.dueAt ? ` op ${instantNl(one.dueAt)}` : ""}`).join(", ")}</dd>
          </dl>
          <Act title="Opnieuw laten plannen" says={() => "De zaak wordt opnieuw gepland op wat nu bekend is. Waar niets mis is, verandert niets."} fields={[{ name: "why", label: "Waarom (wordt bewaard)", long: true }]}
            act={(form) => ask((api) => api.POST("/operations/people/{personId}/wakes", { ...given, body: { why: form.why! } }))} onDone={() => { setDone("De zaak wordt opnieuw gepland."); loaded.reload(); }} />
          <h2>Verloop</h2>
          <ol class="timeline">
            {entries.map((entry, i) => <li key={i}><time dateTime={entry.at}>{instantNl(entry.at)}</time> · {word(entry.kind)}: <strong>{action(entry.what)}</strong>{entry.by ? ` (${word(entry.by)})` : ""}</li>)}
          </ol>
        </>
      )}
    </Loaded>
  );
}
