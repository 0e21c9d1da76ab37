import { ask, type Schemas } from "../app/api";
import { Loaded, Page, useLoaded } from "../app/parts";
import { go, type Place } from "../app/route";
import { moduleName } from "../learner/modules";
import { instantNl, languageNl } from "../officer/words";

type Item = Schemas["ItemFigures"];

/** Below these a question is worth a look: too hard, or no better known by those who know the rest. */
const hard = 40;
const weak = 0.1;

/** How the questions of the tests did: the ones to look at first, first. */
export default function QuestionFigures({ place }: { place: Place }) {
  const moduleId = place.query.get("module") ?? "";
  const loaded = useLoaded(() => ask((api) => api.GET("/statistics/items")), []);
  return (
    <Page title="Vragen" wide>
      <Loaded from={loaded}>
        {(figures) => {
          const shown = figures.items.filter((item) => item.shown !== undefined && (!moduleId || item.moduleId === moduleId)).sort((one, other) => suspicion(other) - suspicion(one) || (one.rightPercent ?? 0) - (other.rightPercent ?? 0));
          return (
            <>
              <p class="quiet">Stand van {instantNl(figures.asOf)}, over alle afgelegde tests. Een vraag die minder dan {figures.smallestCount} keer gesteld werd, staat er niet bij.</p>
              <label class="field">Module
                <select value={moduleId} onChange={(event) => go(`/questions${event.currentTarget.value && `?module=${event.currentTarget.value}`}`)}>
                  <option value="">alle</option>
                  {[...new Set(figures.items.map((item) => item.moduleId))].map((one) => <option key={one} value={one}>{moduleName(one)}</option>)}
                </select>
              </label>
              {shown.length === 0 ? <p>Nog geen vraag werd vaak genoeg gesteld.</p> : <Table items={shown} />}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

const suspicion = (item: Item): number => ((item.rightPercent ?? 100) < hard ? 1 : 0) + ((item.discrimination ?? 1) < weak ? 1 : 0);

const remark = (item: Item): string => [(item.rightPercent ?? 100) < hard && "zelden juist", (item.discrimination ?? 1) < weak && "wie de rest kent, heeft ze niet vaker juist"].filter(Boolean).join("; ");

const Table = ({ items }: { items: Item[] }) => (
  <div class="scroll">
    <table>
      <caption class="hidden">Vragen van de tests</caption>
      <thead><tr><th scope="col">Vraag</th><th scope="col">Module</th><th scope="col">Taal</th><th scope="col">Versie</th><th scope="col">Gesteld</th><th scope="col">Juist</th><th scope="col">Onderscheid</th><th scope="col">Gekozen antwoorden</th><th scope="col">Na te kijken</th></tr></thead>
      <tbody>
        {items.map((item) => (
          <tr key={`${item.moduleId}${item.contentVersion}${item.language}${item.questionId}`}>
            <th scope="row">{item.questionId}</th>
            <td>{moduleName(item.moduleId)}</td>
            <td>{languageNl(item.language)}</td>
            <td>{item.contentVersion}</td>
            <td>{item.shown}</td>
            <td>{item.rightPercent} %</td>
            <td>{item.discrimination?.toLocaleString("nl-BE") ?? ""}</td>
            <td>{item.options?.map((option) => `${option.optionId}${option.correct ? " (juist)" : ""}: ${option.chosen}`).join(", ")}</td>
            <td>{remark(item)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
