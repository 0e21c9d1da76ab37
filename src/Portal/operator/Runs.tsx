import { useState } from "preact/hooks";
import { ask, type Schemas } from "../app/api";
import { Loaded, Page, useLoaded } from "../app/parts";
import { Act, type Form } from "../officer/Act";
import { instantNl, word } from "../officer/words";

const modes = [{ code: "try", name: "alleen tellen, er gebeurt niets" }, { code: "do", name: "doen" }];
const mode = { name: "mode", label: "Proef of echt", choices: modes };
const why = { name: "why", label: "Waarom (wordt bewaard)", long: true };

const counted = (form: Form, says: string): string => (form.mode === "try" ? "Er wordt alleen geteld. Er verandert en vertrekt niets." : says);

/** Orchestrations that go over everybody: begun here, and how far they are. */
export default function Runs() {
  const loaded = useLoaded(() => ask((api) => api.GET("/operations/runs")), []);
  const [begun, setBegun] = useState("");
  const begin = (kind: Schemas["RunKind"]) => (form: Form) => ask((api) => api.POST("/operations/runs", {
    body: { kind, dryRun: form.mode === "try", why: form.why!, ...(form.from && { from: form.from }), ...(form.until && { until: form.until }) },
  }));
  const onDone = (title: string) => {
    setBegun(`Begonnen: ${title}.`);
    loaded.reload();
  };
  return (
    <Page title="Voor iedereen" wide>
      <p role="status" class={begun ? "box good" : "hidden"}>{begun}</p>
      <Act title={word("relistCases")} onDone={onDone} fields={[mode, why]} act={begin("relistCases")}
        says={(form) => counted(form, "De dossierlijsten van de drie agentschappen worden opnieuw opgebouwd uit de dossiers. Niemand krijgt bericht.")} />
      <Act title={word("wakeEverybody")} onDone={onDone} fields={[mode, why]} act={begin("wakeEverybody")}
        says={(form) => counted(form, "Elke open zaak wordt opnieuw gepland. Waar niets mis is, verandert niets.")} />
      <Act title={word("replayEvents")} onDone={onDone} fields={[mode, { name: "from", label: "Van", type: "date" }, { name: "until", label: "Tot en met", type: "date" }, why]} act={begin("replayEvents")}
        says={(form) => counted(form, "Wat over die dagen gestuurd werd, gaat opnieuw naar de ontvangers, met dezelfde nummers. Uitnodigingen gaan niet opnieuw.")} />
      <h2>Hoe ver ze zijn</h2>
      <p class="buttons"><button type="button" class="plain" onClick={loaded.reload}>Opnieuw kijken</button></p>
      <Loaded from={loaded}>{({ items }) => items.length === 0 ? <p>Er liep nog niets.</p> : <RunTable runs={items} />}</Loaded>
    </Page>
  );
}

const RunTable = ({ runs }: { runs: Schemas["Run"][] }) => (
  <div class="scroll">
    <table>
      <caption class="hidden">Wat voor iedereen gedaan wordt, nieuwste eerst</caption>
      <thead><tr><th scope="col">Wat</th><th scope="col">Stand</th><th scope="col">Gelezen</th><th scope="col">Gedaan</th><th scope="col">Begonnen</th><th scope="col">Laatst bijgewerkt</th></tr></thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.runId}>
            <th scope="row">{word(run.kind)}{run.dryRun ? " (proef)" : ""}</th>
            <td>{word(run.status)}</td>
            <td>{run.read}</td>
            <td>{run.done}</td>
            <td>{instantNl(run.startedAt)}</td>
            <td>{instantNl(run.lastUpdatedAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
