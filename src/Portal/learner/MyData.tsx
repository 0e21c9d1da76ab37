import { useId, useState } from "preact/hooks";
import { ask, askFile, type Schemas } from "../app/api";
import { Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import { instant, t } from "../app/texts";
import { openPdf } from "./Letters";

const concerns: Schemas["RectificationConcern"][] = ["identity", "contact", "residence", "permit", "learning", "obligation", "other"];

interface Look {
  at: string;
  by: string;
  agency?: string;
}

/** What is held about me, who looked at it, and a way to say that something is wrong. */
export default function MyData() {
  const loaded = useLoaded(() => ask((api) => api.GET("/me/data", { headers: { Accept: "application/json" } })), []);
  const opening = useAct(() => openPdf(askFile((api) => api.GET("/me/data", { headers: { Accept: "application/pdf" }, parseAs: "blob" }))));
  return (
    <Page title={t("menu.myData")}>
      <p>{t("myData.text")}</p>
      {opening.problem && <ProblemBox problem={opening.problem} />}
      <p class="buttons"><button type="button" disabled={opening.busy} onClick={() => opening.run()}>{t("myData.download")}</button></p>
      <h2>{t("myData.looks")}</h2>
      <Loaded from={loaded}>
        {(data) => {
          const asked = typeof data === "object" ? (data.rectificationRequests ?? []) : [];
          const looks = (typeof data === "object" ? (data.looks ?? []) : []) as unknown as Look[];
          return (
            <>
              {looks.length === 0 ? <p>{t("myData.noLooks")}</p> : (
                <ul>{[...looks].reverse().map((look, i) => <li key={i}>{instant(look.at)}: {look.by}{look.agency ? ` (${look.agency})` : ""}</li>)}</ul>
              )}
              {asked.length > 0 && (
                <>
                  <h2>{t("rectify.asked")}</h2>
                  <ul>{asked.map((one) => <li key={one.requestId}><p>{instant(one.at)}: {one.statement}</p><p>{one.answer ? t(`rectify.${one.answer.outcome}`, { words: one.answer.words }) : t("rectify.waiting")}</p></li>)}</ul>
                </>
              )}
            </>
          );
        }}
      </Loaded>
      <Rectification />
    </Page>
  );
}

function Rectification() {
  const id = useId();
  const [about, setAbout] = useState<Schemas["RectificationConcern"]>("identity");
  const [statement, setStatement] = useState("");
  const [sent, setSent] = useState(false);
  const asking = useAct(async () => {
    await ask((api) => api.POST("/me/rectification-requests", { body: { concerns: about, statement } }));
    setSent(true);
    setStatement("");
  });
  return (
    <>
      <h2>{t("rectify.title")}</h2>
      <p>{t("rectify.text")}</p>
      <form onSubmit={(event) => { event.preventDefault(); void asking.run(); }}>
        <div class="field">
          <label for={`${id}-about`}>{t("rectify.about")}</label>
          <select id={`${id}-about`} value={about} onChange={(event) => setAbout(event.currentTarget.value as typeof about)}>
            {concerns.map((concern) => <option key={concern} value={concern}>{t(`rectify.${concern}`)}</option>)}
          </select>
        </div>
        <div class="field">
          <label for={`${id}-what`}>{t("rectify.what")}</label>
          <textarea id={`${id}-what`} required maxLength={2000} rows={4} value={statement} onInput={(event) => { setStatement(event.currentTarget.value); setSent(false); }} />
        </div>
        {asking.problem && <ProblemBox problem={asking.problem} />}
        <p class="buttons"><button type="submit" disabled={asking.busy}>{t("rectify.send")}</button></p>
        <p role="status">{sent ? t("rectify.sent") : ""}</p>
      </form>
    </>
  );
}
