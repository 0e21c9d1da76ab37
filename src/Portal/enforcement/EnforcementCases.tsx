import { ask } from "../app/api";
import { Link, Loaded, Page, useLoaded } from "../app/parts";
import type { Place } from "../app/route";
import { nextPage } from "../officer/Cases";
import { dayNl, instantNl, word } from "../officer/words";

/** The cases that were handed over to ABB. */
export default function EnforcementCases({ place }: { place: Place }) {
  const from = place.query.get("from");
  const loaded = useLoaded(() => ask((api) => api.GET("/enforcement-cases", { params: { query: from ? { from } : {} } })), [from]);
  return (
    <Page title="Overgedragen dossiers" wide>
      <Loaded from={loaded}>
        {(list) => list.items.length === 0 ? <p>Er zijn geen overgedragen dossiers.</p> : (
          <>
            <div class="scroll">
              <table>
                <caption class="hidden">Overgedragen dossiers</caption>
                <thead><tr><th scope="col">Dossier</th><th scope="col">Overgedragen</th><th scope="col">Uiterste dag was</th><th scope="col">Stand</th><th scope="col">Later geslaagd</th></tr></thead>
                <tbody>
                  {list.items.map((one) => (
                    <tr key={one.enforcementCaseId}>
                      <th scope="row"><Link to={`/enforcement-cases/${one.enforcementCaseId}`}>{one.enforcementCaseId}</Link></th>
                      <td>{instantNl(one.referredAt)}</td>
                      <td>{dayNl(one.deadlineOn)}</td>
                      <td>{word(one.status) || "nieuw"}</td>
                      <td>{dayNl(one.fulfilledLateOn)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {list.next && <p class="buttons"><Link class="button plain" to={nextPage(list.next, place.query)}>Volgende bladzijde</Link></p>}
          </>
        )}
      </Loaded>
    </Page>
  );
}
