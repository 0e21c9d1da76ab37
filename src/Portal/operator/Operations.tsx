import { ask, ApiProblem, type Schemas } from "../app/api";
import { Loaded, Page, useLoaded } from "../app/parts";
import { instantNl, word } from "../officer/words";

/** Whether the system is well, and what operators did. Nobody's file. */
export default function Operations() {
  // DOWN comes with 503 and the checks: that is an answer, not a failure to answer.
  const health = useLoaded(() => fetch("/api/health").then((response) => response.json() as Promise<Schemas["Health"]>, () => { throw new ApiProblem(0, "noAnswer", "", new Map()); }), []);
  const acts = useLoaded(() => ask((api) => api.GET("/operations/acts")), []);
  return (
    <Page title="Gezondheid" wide>
      <Loaded from={health}>
        {(state) => (
          <div class={`box ${state.status === "UP" ? "good" : "problem"}`} role="status">
            <p><strong>{overall[state.status]}</strong></p>
            <ul>{state.checks.map((check) => <li key={check.name}>{word(check.name)}: {word(check.status)}{check.detail ? ` (${check.detail})` : ""}</li>)}</ul>
          </div>
        )}
      </Loaded>
      <p class="buttons"><button type="button" class="plain" onClick={() => { health.reload(); acts.reload(); }}>Opnieuw kijken</button></p>
      <h2>Wat beheerders deden</h2>
      <Loaded from={acts}>
        {({ items }) => items.every(isLook) ? <p>Nog niets.</p> : (
          <ol class="timeline">
            {items.filter((act) => !isLook(act)).map((act, i) => <li key={i}><time dateTime={act.at}>{instantNl(act.at)}</time> · {act.operatorId}: <strong>{word(act.action)}</strong> {act.detail}{act.reason ? `. ${act.reason}` : ""}</li>)}
          </ol>
        )}
      </Loaded>
    </Page>
  );
}

const overall: Record<Schemas["HealthStatus"], string> = { UP: "Alles werkt.", DEGRADED: "Iets dat kan wachten, antwoordt niet.", DOWN: "Het werkt niet: iets dat nodig is, antwoordt niet." };

/** Looks are kept too; here stands what changed something. */
const isLook = (act: Schemas["OperatorAct"]): boolean => act.action.endsWith("Listed");
