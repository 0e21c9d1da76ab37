import { ask, type Schemas } from "../app/api";
import { Loaded, Page, useLoaded } from "../app/parts";
import { moduleName } from "../learner/modules";
import { instantNl, word } from "../officer/words";
import { Bars } from "./Bars";

/** Whether the system is well, and its figures. Nobody's file. */
export default function Operations() {
  const health = useLoaded(() => fetch("/api/health").then((response) => response.json() as Promise<Schemas["Health"]>), []);
  const statistics = useLoaded(() => ask((api) => api.GET("/statistics")), []);
  return (
    <Page title="Beheer" wide>
      <h2>Gezondheid</h2>
      <Loaded from={health}>
        {(state) => (
          <div class={`box ${state.status === "UP" ? "good" : "problem"}`} role="status">
            <p><strong>{state.status}</strong></p>
            <ul>{state.checks.map((check) => <li key={check.name}>{check.name}: {check.status}{check.detail ? ` (${check.detail})` : ""}</li>)}</ul>
          </div>
        )}
      </Loaded>
      <h2>Cijfers</h2>
      <Loaded from={statistics}>{(figures) => <Figures figures={figures} />}</Loaded>
    </Page>
  );
}

const share = (part: Schemas["Share"]): number | undefined => (part.of && part.count !== undefined ? Math.round((100 * part.count) / part.of) : undefined);

const Figures = ({ figures }: { figures: Schemas["Statistics"] }) => (
  <>
    <p class="quiet">Stand van {instantNl(figures.asOf)}. Aantallen onder {figures.smallestCount} worden niet getoond.</p>
    <div class="two">
      <Bars title="Bereik en resultaat" unit="%" rows={[
        { label: "Bereikt", value: share(figures.reach) },
        { label: "Alles geslaagd voor aankomst", value: share(figures.completedBeforeArrival) },
        { label: "Inbreuken bevestigd", value: share(figures.confirmedBreaches) },
      ]} />
      <Bars title="Verplichtingen" rows={figures.obligations.map((one) => ({ label: `${word(one.agency)}: ${word(one.status)}`, value: one.count }))} />
      <Bars title="Geslaagd per module en taal" unit="%" rows={figures.tests.map((one) => ({ label: `${moduleName(one.moduleId)} (${one.language})`, value: one.attempts && one.passed !== undefined ? Math.round((100 * one.passed) / one.attempts) : undefined }))} />
      <Bars title="Vertrokken binnen een jaar, per maand van inschrijving" unit="%" rows={figures.cohorts.map((one) => ({ label: one.month, value: one.registered && one.leftWithinOneYear !== undefined ? Math.round((100 * one.leftWithinOneYear) / one.registered) : undefined }))} />
    </div>
    {figures.daysToCompletion.median !== undefined && <p>Tijd tot alles geslaagd is: de helft binnen {figures.daysToCompletion.median} dagen, negen op de tien binnen {figures.daysToCompletion.ninthDecile} dagen.</p>}
  </>
);
