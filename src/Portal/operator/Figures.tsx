import { ask, type Schemas } from "../app/api";
import { Loaded, Page, useLoaded } from "../app/parts";
import { moduleName } from "../learner/modules";
import { instantNl, monthNl, word } from "../officer/words";
import { Bars } from "./Bars";

/** Figures without personal data, as they were counted last night. */
export default function Figures() {
  const loaded = useLoaded(() => ask((api) => api.GET("/statistics")), []);
  return (
    <Page title="Cijfers" wide>
      <Loaded from={loaded}>{(figures) => <Charts figures={figures} />}</Loaded>
    </Page>
  );
}

const share = (part: Schemas["Share"]): number | undefined => percent(part.of, part.count);

const percent = (of: number | undefined, count: number | undefined): number | undefined => (of && count !== undefined ? Math.round((100 * count) / of) : undefined);

const Charts = ({ figures }: { figures: Schemas["Statistics"] }) => {
  const { median, ninthDecile } = figures.daysToCompletion;
  return (
    <>
      <p class="quiet">Stand van {instantNl(figures.asOf)}. Aantallen onder {figures.smallestCount} worden niet getoond, en ook niet waaruit ze te berekenen zijn.</p>
      <div class="two">
        <Bars title="Bereik en resultaat" unit="%" rows={[
          { label: "Uitgenodigd en account geactiveerd", value: share(figures.reach) },
          { label: "Alles geslaagd voor aankomst", value: share(figures.completedBeforeArrival) },
          { label: "Inbreuken bevestigd", value: share(figures.confirmedBreaches) },
        ]} />
        <Bars title="Uiterste dagen die komen, per maand" rows={figures.deadlinesAhead.map((one) => ({ label: monthNl(one.month), value: one.count }))} />
        <Bars title="Verplichtingen per agentschap en stand" rows={figures.obligations.map((one) => ({ label: `${word(one.agency)}, ${word(one.status)}`, value: one.count }))} />
        <Bars title="Geslaagde tests per module en taal" unit="%" rows={figures.tests.map((one) => ({ label: `${moduleName(one.moduleId)} (${one.language})`, value: percent(one.attempts, one.passed) }))} />
        <Bars title="Vertrokken binnen een jaar, per maand van inschrijving" unit="%" rows={figures.cohorts.map((one) => ({ label: monthNl(one.month), value: percent(one.registered, one.leftWithinOneYear) }))} />
        <section class="chart">
          <h2>Tijd tot alles geslaagd is</h2>
          {median === undefined ? <p class="quiet">Nog geen cijfers.</p> : <p>De helft was klaar binnen <strong>{median} dagen</strong>, negen op de tien binnen <strong>{ninthDecile} dagen</strong>.</p>}
        </section>
      </div>
    </>
  );
};
