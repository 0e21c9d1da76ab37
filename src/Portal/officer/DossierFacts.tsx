import type { ComponentChildren } from "preact";
import type { Schemas } from "../app/api";
import { dayNl, instantNl, word } from "./words";

type Facts = Schemas["DossierFacts"];

/** What a dossier says, to be read on the screen: the same facts as its PDF. */
export const DossierFacts = ({ facts }: { facts: Facts }) => (
  <div class="dossier" role="group" aria-label="Inhoud van het dossier">
    <dl>
      <dt>Persoon</dt><dd>{facts.personName} ({facts.personLanguage})</dd>
      <dt>Uiterste dag</dt><dd>{dayNl(facts.deadlineOn)}</dd>
      <dt>Agentschap</dt><dd>{facts.agency}</dd>
      <dt>Grondslag</dt><dd>{facts.legalBasis}; {facts.eligibilitySource}; beleidsversie {facts.policyVersion}</dd>
    </dl>
    {facts.confirmation && <p>Bevestigd door {facts.confirmation.officerName} ({facts.confirmation.agency}) op {instantNl(facts.confirmation.confirmedAt)}: {facts.confirmation.reason}</p>}
    <Part title="Identificatie" rows={facts.identifiers} row={(one) => <>{one.label}: {one.value}{span(one)}</>} />
    <Part title="Adressen" rows={facts.addresses} row={(one) => <>{one.address}{span(one)}</>} />
    <Part title="Agentschappen" rows={facts.agencies} row={(one) => <>{one.name}{span(one)}{one.reason ? `, ${one.reason}` : ""}</>} />
    <Part title="Brieven" rows={facts.letters} row={(one) => (
      <>{word(one.kind)} van {dayNl(one.datedOn)}{one.postedOn ? `, verzonden op ${dayNl(one.postedOn)} (${word(one.method)})` : ""}{one.receivedOn ? `, ontvangen op ${dayNl(one.receivedOn)}` : ""}{one.returnedOn ? `, teruggekomen op ${dayNl(one.returnedOn)}` : ""}{one.evidence ? `. ${one.evidence}` : ""}</>
    )} />
    <Part title="Herinneringen" rows={facts.reminders} row={(one) => <>{one.occasion}: {instantNl(one.sentAt)}, {one.channel}</>} />
    <Part title="Uitstel" rows={facts.postponements} row={(one) => <>{one.ground}, {dayNl(one.from)} tot en met {dayNl(one.to)}: {one.days} dagen. {one.evidence}</>} />
    <Part title="Modules" rows={facts.modules} row={(one) => <>{one.title}: {one.passedOn ? `geslaagd op ${dayNl(one.passedOn)}` : `niet geslaagd, ${one.percentRead} % gelezen`}</>} />
    <Part title="Tests" rows={facts.attempts} row={(one) => <>{one.module}, poging {one.number}, {instantNl(one.startedAt)}: {one.scorePercent === undefined ? "niet ingediend" : `${one.scorePercent} % (norm ${one.passMarkPercent} %)`}</>} />
  </div>
);

const span = ({ from, to }: { from?: string; to?: string }): string => (from ? (to ? `, ${dayNl(from)} tot en met ${dayNl(to)}` : `, sinds ${dayNl(from)}`) : "");

function Part<T>({ title, rows, row }: { title: string; rows: T[]; row: (one: T) => ComponentChildren }) {
  return (
    <>
      <h3>{title}</h3>
      {rows.length === 0 ? <p class="quiet">Geen.</p> : <ul>{rows.map((one, i) => <li key={i}>{row(one)}</li>)}</ul>}
    </>
  );
}
