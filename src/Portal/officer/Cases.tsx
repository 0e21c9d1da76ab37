import { useState } from "preact/hooks";
import { ask, type Schemas } from "../app/api";
import { Field, Link, Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import { go, type Place } from "../app/route";
import { moduleName } from "../learner/modules";
import { dayNl, word } from "./words";

type Summary = Schemas["CaseSummary"];

const statuses = ["letterPending", "running", "suspended", "breached", "exempted", "fulfilled", "fulfilledLate", "ended", "none"] as const;
const toDos = ["breachToConfirm", "returnedLetter", "rectificationRequest", "adulthoodReview"] as const;

/** The agency's cases, by state and deadline; what is chosen stands in the address, so that the back button keeps it. */
export default function Cases({ place }: { place: Place }) {
  const status = place.query.get("status") ?? "";
  const toDo = place.query.get("toDo") ?? "";
  const before = place.query.get("deadlineBefore") ?? "";
  const loaded = useLoaded(
    () => ask((api) => api.GET("/cases", { params: { query: {
      ...(status && { status: status as Summary["status"] }), ...(toDo && { toDo: toDo as Schemas["CaseToDo"] }), ...(before && { deadlineBefore: before }), ...(place.query.get("from") && { from: place.query.get("from")! }),
    } } })),
    [place.query.toString()],
  );
  const choose = (name: string, value: string) => {
    const query = new URLSearchParams(place.query);
    query.delete("from");
    if (value) {
      query.set(name, value);
    } else {
      query.delete(name);
    }
    go(`/?${query}`);
  };
  return (
    <Page title="Dossiers" wide>
      <Search />
      <div class="filters">
        <label class="field">Stand
          <select value={status} onChange={(event) => choose("status", event.currentTarget.value)}>
            <option value="">alle</option>
            {statuses.map((one) => <option key={one} value={one}>{word(one)}</option>)}
          </select>
        </label>
        <label class="field">Te doen
          <select value={toDo} onChange={(event) => choose("toDo", event.currentTarget.value)}>
            <option value="">alles</option>
            {toDos.map((one) => <option key={one} value={one}>{word(one)}</option>)}
          </select>
        </label>
        <label class="field">Uiterste dag voor
          <input type="date" value={before} onChange={(event) => choose("deadlineBefore", event.currentTarget.value)} />
        </label>
      </div>
      <Loaded from={loaded}>
        {(list) => (
          <>
            <CaseTable cases={list.items} caption="Dossiers van uw agentschap" />
            {list.next && <p class="buttons"><Link class="button plain" to={nextPage(list.next, place.query)}>Volgende bladzijde</Link></p>}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The API's link to the next page, as an address of this one. */
export function nextPage(next: string, query: URLSearchParams): string {
  const there = new URLSearchParams(query);
  there.set("from", new URL(next, location.origin).searchParams.get("from") ?? "");
  return `${location.pathname}?${there}`;
}

const CaseTable = ({ cases, caption }: { cases: Summary[]; caption: string }) => cases.length === 0 ? <p>Geen dossiers.</p> : (
  <div class="scroll">
    <table>
      <caption class="hidden">{caption}</caption>
      <thead><tr><th scope="col">Naam</th><th scope="col">Geboren</th><th scope="col">Stand</th><th scope="col">Uiterste dag</th><th scope="col">Nog te doen door de persoon</th><th scope="col">Te doen door u</th></tr></thead>
      <tbody>
        {cases.map((one) => (
          <tr key={one.personId}>
            <th scope="row"><Link to={`/cases/${one.personId}`}>{one.familyName}, {one.givenNames}</Link></th>
            <td>{dayNl(one.birthDate)}</td>
            <td>{word(one.status)}{one.breachConfirmed ? ", bevestigd" : ""}</td>
            <td>{dayNl(one.deadlineOn)}</td>
            <td>{one.remainingModules.map(moduleName).join(", ")}</td>
            <td>{one.toDo?.map(word).join(", ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** Searches by number or by name; numbers go in the body of the request, never in an address. */
function Search() {
  const [kind, setKind] = useState<"nationalNumber" | "permitNumber" | "name">("nationalNumber");
  const [text, setText] = useState("");
  const [birthDate, setBirthDate] = useState("");
  const [found, setFound] = useState<Summary[]>();
  const searching = useAct(async () => {
    const body: Schemas["CaseQuery"] = kind === "name" ? { familyName: text.trim(), birthDate } : kind === "permitNumber" ? { permitNumber: text.trim() } : { nationalNumber: text.replace(/\D/g, "") };
    setFound((await ask((api) => api.POST("/cases/query", { body }))).items);
  });
  return (
    <section class="box" aria-label="Zoeken">
      <form class="filters" onSubmit={(event) => { event.preventDefault(); void searching.run(); }}>
        <label class="field">Zoeken op
          <select value={kind} onChange={(event) => { setKind(event.currentTarget.value as typeof kind); setText(""); }}>
            <option value="nationalNumber">rijksregister- of bisnummer</option>
            <option value="permitNumber">vergunningsnummer</option>
            <option value="name">familienaam en geboortedatum</option>
          </select>
        </label>
        <Field label={kind === "name" ? "Familienaam" : "Nummer"} value={text} required autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
        {kind === "name" && <Field label="Geboortedatum" type="date" value={birthDate} required onInput={(event) => setBirthDate(event.currentTarget.value)} />}
        <p class="field"><button type="submit" disabled={searching.busy}>Zoeken</button></p>
      </form>
      {searching.problem && <ProblemBox problem={searching.problem} />}
      <div role="status">{found && <CaseTable cases={found} caption="Gevonden dossiers" />}</div>
    </section>
  );
}
