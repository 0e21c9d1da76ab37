import { askFile, askWhole, type Schemas } from "../app/api";
import { Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import type { Place } from "../app/route";
import { openPdf } from "../learner/Letters";
import { moduleName } from "../learner/modules";
import { Acts } from "./Acts";
import { action, countryNl, dayNl, instantNl, word } from "./words";

export type Case = Schemas["Case"];

/** One file: where it stands, why, what can be done, and everything that happened. */
export default function CasePage({ place }: { place: Place }) {
  const personId = place.parts[1]!;
  const loaded = useLoaded(async () => {
    const { data, response } = await askWhole((api) => api.GET("/cases/{personId}", { params: { path: { personId } } }));
    return { file: data, etag: response.headers.get("ETag") ?? undefined };
  }, [personId]);
  return (
    <Page title={loaded.data ? `${loaded.data.file.givenNames} ${loaded.data.file.familyName}` : "Dossier"} wide>
      <Loaded from={loaded}>
        {({ file, etag }) => (
          <>
            {file.toDo && file.toDo.length > 0 && <div class="box calm"><h2>Te doen</h2><ul>{file.toDo.map((one) => <li key={one}>{word(one)}</li>)}</ul></div>}
            <div class="two">
              <Stand file={file} />
              <Who file={file} />
            </div>
            <Acts file={file} etag={etag} onDone={loaded.reload} />
            <Letters file={file} />
            <Learning file={file} />
            <Timeline file={file} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Stand({ file }: { file: Case }) {
  const { obligation, eligibility } = file;
  return (
    <section>
      <h2>Verplichting: {word(obligation.status)}{obligation.endedReason ? ` (${word(obligation.endedReason)})` : ""}</h2>
      <dl>
        {obligation.receivedOn && <><dt>Brief ontvangen</dt><dd>{dayNl(obligation.receivedOn)}</dd></>}
        {obligation.deadlineOn && <><dt>Uiterste dag</dt><dd><strong>{dayNl(obligation.deadlineOn)}</strong></dd></>}
        {obligation.suspendedUntil && <><dt>Staat stil tot en met</dt><dd>{dayNl(obligation.suspendedUntil)}</dd></>}
        <dt>Nog niet geslaagd</dt><dd>{obligation.remainingModules.map(moduleName).join(", ") || "alles geslaagd"}</dd>
        <dt>Beleidsversie</dt><dd>{obligation.policyVersion}</dd>
      </dl>
      {obligation.derivation && obligation.derivation.length > 0 && (
        <>
          <h3>Hoe de uiterste dag berekend is</h3>
          <ol>{obligation.derivation.map((step, i) => <li key={i}>{step.text}</li>)}</ol>
        </>
      )}
      {obligation.pastTerms && obligation.pastTerms.length > 0 && (
        <>
          <h3>Vroegere termijnen</h3>
          <ul>{obligation.pastTerms.map((term, i) => <li key={i}>uiterste dag {dayNl(term.deadlineOn)}, vervangen door {word(term.change)}</li>)}</ul>
        </>
      )}
      {file.adulthoodReview && <p>Werd 18 op {dayNl(file.adulthoodReview.dueOn)}: {file.adulthoodReview.open ? "nog na te kijken." : `${file.adulthoodReview.obliged ? "verplicht" : "niet verplicht"}. ${file.adulthoodReview.reason ?? ""}`}</p>}
      <h3>Waarom</h3>
      <p>{eligibility.explanation} <span class="quiet">({eligibility.source})</span></p>
      {file.postponements?.map((one) => <p key={one.number}>Uitstel {one.number}: {one.groundName}, {dayNl(one.from)} tot en met {dayNl(one.to)}. {one.evidence}</p>)}
      {file.exemption && <p>Vrijgesteld: {file.exemption.codeName}. {file.exemption.evidence}</p>}
      {file.enforcement && (
        <p>Overgedragen aan de handhaving op {instantNl(file.enforcement.confirmedAt)}: {file.enforcement.reason}{file.enforcement.status ? ` Stand bij ABB: ${word(file.enforcement.status)}.` : ""}</p>
      )}
    </section>
  );
}

const Who = ({ file }: { file: Case }) => (
  <section>
    <h2>Persoon</h2>
    <dl>
      <dt>Geboren</dt><dd>{dayNl(file.birthDate)}</dd>
      <dt>Nationaliteit</dt><dd>{countryNl(file.nationality)}</dd>
      {file.nationalNumber && <><dt>Rijksregisternummer</dt><dd>{file.nationalNumber}</dd></>}
      {file.passportNumber && <><dt>Paspoort</dt><dd>{file.passportNumber}</dd></>}
      {file.address && <><dt>Adres</dt><dd>{file.address.street} {file.address.houseNumber}{file.address.boxNumber ? ` bus ${file.address.boxNumber}` : ""}, {file.address.postalCode} {file.address.city}</dd></>}
      <dt>Regio, agentschap</dt><dd>{word(file.region)}, {word(file.agency)}{file.municipality ? ` (${file.municipality.name})` : ""}</dd>
      {file.email && <><dt>E-mail</dt><dd>{file.email}</dd></>}
      {file.preferredLanguage && <><dt>Taal</dt><dd>{new Intl.DisplayNames(["nl"], { type: "language" }).of(file.preferredLanguage)}</dd></>}
      <dt>Account</dt><dd>{file.accountBound ? "geactiveerd" : "nog niet geactiveerd"}</dd>
      {file.permits.map((permit) => <><dt>Vergunning {permit.permitNumber}</dt><dd>{word(permit.category)}, {dayNl(permit.validFrom)} tot {dayNl(permit.validUntil)}</dd></>)}
      {file.accommodation && file.accommodation.extraTimePercent > 0 && <><dt>Extra tijd bij tests</dt><dd>{file.accommodation.extraTimePercent} %</dd></>}
    </dl>
    {file.rectificationRequests?.map((one) => (
      <p key={one.requestId}>Vroeg op {instantNl(one.at)} een verbetering: {one.statement}{one.answer ? ` Antwoord van ${instantNl(one.answer.answeredAt)} (${word(one.answer.outcome)}): ${one.answer.words}` : ""}</p>
    ))}
  </section>
);

function Letters({ file }: { file: Case }) {
  const opening = useAct((letterId: string) => openPdf(askFile((api) => api.GET("/cases/{personId}/letters/{letterId}", { params: { path: { personId: file.personId, letterId } }, parseAs: "blob" }))));
  return (
    <section>
      <h2>Brieven</h2>
      {opening.problem && <ProblemBox problem={opening.problem} />}
      {file.letters.length === 0 ? <p>Geen brieven.</p> : (
        <div class="scroll">
          <table>
            <caption class="hidden">Brieven</caption>
            <thead><tr><th scope="col">Brief</th><th scope="col">Datum</th><th scope="col">Verzonden</th><th scope="col">Ontvangen</th><th scope="col">Wat gemeld werd</th></tr></thead>
            <tbody>
              {file.letters.map((letter) => (
                <tr key={letter.letterId}>
                  <th scope="row">{letter.href ? <button type="button" class="link" onClick={() => opening.run(letter.letterId)}>{word(letter.act ?? letter.kind)}</button> : word(letter.act ?? letter.kind)}</th>
                  <td>{dayNl(letter.datedOn)}</td>
                  <td>{dayNl(letter.postedOn)}{letter.method ? `, ${word(letter.method)}` : ""}</td>
                  <td>{letter.returnedOn ? `kwam terug op ${dayNl(letter.returnedOn)}` : dayNl(letter.receivedOn)}</td>
                  <td>{letter.dispatch?.map((fact) => [fact.provenOn && `bewezen ontvangen op ${dayNl(fact.provenOn)}`, fact.words].filter(Boolean).join(": ")).filter(Boolean).join("; ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const Learning = ({ file }: { file: Case }) => (
  <section>
    <h2>Modules en tests</h2>
    {file.certificate && <p>Attest van {dayNl(file.certificate.issuedOn)}, code <code>{file.certificate.verificationCode}</code>.</p>}
    {file.revokedCertificates?.map((one) => <p key={one.verificationCode}>Ingetrokken op {dayNl(one.revokedOn)}: <code>{one.verificationCode}</code>. {one.reason}</p>)}
    <ul>{file.modules.filter((module) => module.compulsory || module.status !== "notStarted").map((module) => <li key={module.moduleId}>{moduleName(module.moduleId)}: {word(module.status)}{module.passedOn ? ` op ${dayNl(module.passedOn)}` : `, ${module.percent} %`}</li>)}</ul>
    {file.attempts && file.attempts.length > 0 && (
      <details>
        <summary>Alle tests ({file.attempts.length})</summary>
        <ul>{file.attempts.map((attempt) => <li key={attempt.attemptId}>{moduleName(attempt.moduleId)}, {instantNl(attempt.startedAt)}: {attempt.closedAt ? `${attempt.scorePercent} %, ${attempt.passed ? "geslaagd" : "niet geslaagd"}` : "open"}</li>)}</ul>
      </details>
    )}
  </section>
);

const Timeline = ({ file }: { file: Case }) => (
  <section>
    <h2>Tijdlijn</h2>
    <ol class="timeline" reversed>
      {[...file.timeline].reverse().map((entry, i) => (
        <li key={i}><time dateTime={entry.at}>{instantNl(entry.at)}</time> · {word(entry.actor)}{entry.id ? ` (${entry.id})` : ""}: <strong>{action(entry.action)}</strong>{entry.detail ? ` ${entry.detail}` : ""}{entry.reason ? `. ${entry.reason}` : ""}</li>
      ))}
    </ol>
  </section>
);
