import { useId, useState } from "preact/hooks";
import { ask, type Schemas } from "../app/api";
import { Confirm, Link, Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import type { Place } from "../app/route";
import { nextPage } from "./Cases";
import { countryNl, dayNl, instantNl, word } from "./words";

type Candidate = Schemas["MatchCandidate"];
type Person = Schemas["MatchPerson"];
type Decision = Schemas["MatchDecisionRequest"];

const nameOf = (person: Person): string => `${person.givenNames} ${person.familyName}`;

/** The matching queue: files that may be one person's, side by side, each with what agrees and what does not. */
export default function Matches({ place }: { place: Place }) {
  const from = place.query.get("from");
  const loaded = useLoaded(() => ask((api) => api.GET("/match-candidates", { params: { query: from ? { from } : {} } })), [from]);
  const [done, setDone] = useState("");
  return (
    <Page title="Mogelijk één persoon" wide>
      <p>Twee dossiers die van dezelfde persoon kunnen zijn. Ze worden nooit vanzelf samengevoegd: u beslist.</p>
      <p role="status" class={done ? "box good" : "hidden"}>{done}</p>
      <Loaded from={loaded}>
        {(list) => list.items.length === 0 ? <p>Er wacht niets.</p> : (
          <>
            {list.items.map((candidate) => <Match key={candidate.candidateId} candidate={candidate} onDone={(what) => { setDone(what); loaded.reload(); }} />)}
            {list.next && <p class="buttons"><Link class="button plain" to={nextPage(list.next, place.query)}>Volgende bladzijde</Link></p>}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What is compared, in the order of the rows; the numbers themselves stay in the files. */
const rows: { what: Schemas["MatchComparison"]["what"]; label: string; of?: (person: Person) => string }[] = [
  { what: "givenName", label: "Voornamen", of: (person) => person.givenNames },
  { what: "familyName", label: "Familienaam", of: (person) => person.familyName },
  { what: "birthDate", label: "Geboren", of: (person) => dayNl(person.birthDate) },
  { what: "nationality", label: "Nationaliteit", of: (person) => countryNl(person.nationality) },
  { what: "passportNumber", label: "Paspoort" },
  { what: "permitNumber", label: "Vergunning" },
];

function Match({ candidate, onDone }: { candidate: Candidate; onDone: (what: string) => void }) {
  const id = useId();
  const [one, other] = candidate.persons as [Person, Person];
  const [asked, setAsked] = useState<Decision>();
  const outcomeOf = (what: string) => candidate.comparison.find((compared) => compared.what === what)?.outcome;
  const deciding = useAct(async (decision: Decision) => {
    await ask((api) => api.POST("/match-candidates/{candidateId}/decision", { params: { path: { candidateId: candidate.candidateId } }, body: decision }));
    onDone(decision.decision === "same" ? `${nameOf(one)}: de twee dossiers worden één.` : `${nameOf(one)}: dit blijven twee personen.`);
  });
  return (
    <section class="card match" aria-labelledby={id}>
      <h2 id={id}>{nameOf(one)}{nameOf(other) === nameOf(one) ? "" : ` / ${nameOf(other)}`}</h2>
      <p class="quiet">{word(candidate.reason)}. Gevonden op {instantNl(candidate.foundAt)}.</p>
      <div class="scroll">
        <table class="compare">
          <caption class="hidden">Vergelijking van de twee dossiers</caption>
          <thead><tr><td /><th scope="col">Eerste dossier</th><th scope="col">Tweede dossier</th><th scope="col">Stemt overeen?</th></tr></thead>
          <tbody>
            {rows.map(({ what, label, of }) => (
              <tr key={what}>
                <th scope="row">{label}</th>
                {of ? <><td>{of(one)}</td><td>{of(other)}</td></> : <td colSpan={2} class="quiet">niet getoond</td>}
                <td class={`outcome ${outcomeOf(what) ?? "unknown"}`}>{word(outcomeOf(what) ?? "unknown")}</td>
              </tr>
            ))}
            <Facts label="Ingeschreven" of={(person) => (person.registeredOn ? `${dayNl(person.registeredOn)}${person.municipality ? `, ${person.municipality}` : ""}` : "niet")} persons={[one, other]} />
            <Facts label="Vergunning vanaf" of={(person) => dayNl(person.permitValidFrom) || "onbekend"} persons={[one, other]} />
            <Facts label="Account" of={(person) => (person.accountBound ? "geactiveerd" : "niet geactiveerd")} persons={[one, other]} />
          </tbody>
        </table>
      </div>
      {deciding.problem && <ProblemBox problem={deciding.problem} />}
      <p class="buttons">
        <button type="button" disabled={deciding.busy} onClick={() => setAsked({ decision: "same" })}>Dezelfde persoon</button>
        <button type="button" class="plain" disabled={deciding.busy} onClick={() => setAsked({ decision: "different" })}>Twee personen</button>
      </p>
      {asked && (
        <Confirm title={asked.decision === "same" ? "Van twee dossiers één maken" : "Twee personen"} yes={asked.decision === "same" ? "Samenvoegen" : "Apart houden"} onYes={() => { setAsked(undefined); void deciding.run(asked); }} onNo={() => setAsked(undefined)}>
          {asked.decision === "same" ? <Same persons={[one, other]} chosen={asked.personId} onChoose={(personId) => setAsked({ decision: "same", ...(personId && { personId }) })} /> : (
            <p>Beide dossiers blijven bestaan, elk met een eigen verplichting en eigen brieven. De vraag verdwijnt uit de lijst, en geen bericht voegt de twee later nog vanzelf samen.</p>
          )}
        </Confirm>
      )}
    </section>
  );
}

const Facts = ({ label, of, persons }: { label: string; of: (person: Person) => string; persons: [Person, Person] }) => (
  <tr><th scope="row">{label}</th><td>{of(persons[0])}</td><td>{of(persons[1])}</td><td /></tr>
);

function Same({ persons, chosen, onChoose }: { persons: [Person, Person]; chosen?: string; onChoose: (personId?: string) => void }) {
  const id = useId();
  return (
    <>
      <p>Wat geleerd, verstuurd en beslist is, gaat verder in één dossier. Geen uiterste dag komt vroeger en geen termijn begint opnieuw. Wat in een van beide geslaagd is, telt.</p>
      <p><strong>Dit kan het systeem niet ongedaan maken</strong>, en een vergissing toont iemand de gegevens van een ander.</p>
      <label for={id}>Welk dossier blijft</label>
      <select id={id} value={chosen ?? ""} onChange={(event) => onChoose(event.currentTarget.value || undefined)}>
        <option value="">volgens de regel: wie ABB kent, anders wie het Rijksregister kent</option>
        {persons.map((person, i) => <option key={person.personId} value={person.personId}>{i === 0 ? "het eerste" : "het tweede"}: {nameOf(person)}</option>)}
      </select>
    </>
  );
}
