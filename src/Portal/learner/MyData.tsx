import { useId, useState } from "preact/hooks";
import { ask, askFile, type Schemas } from "../app/api";
import { useDraft } from "../app/drafts";
import { Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import { instant, t, type TextKey } from "../app/texts";
import nl from "../texts/nl.json";
import { openPdf } from "./Letters";

type Concern = Schemas["RectificationConcern"];

const concerns: Concern[] = ["identity", "contact", "residence", "permit", "learning", "obligation", "other"];

interface Look {
  at: string;
  by: string;
  action: string;
}

/** A code in the reader's words; one that is newer than the portal, as the rest of its kind. */
const say = (kind: "by" | "look", code: string): string => t((`${kind}.${code}` in nl ? `${kind}.${code}` : `${kind}.other`) as TextKey);

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
          const looks = (typeof data === "object" ? (data.looks ?? []) : []) as unknown as Look[];
          return looks.length === 0 ? <p>{t("myData.noLooks")}</p> : (
            <ul class="looks">
              {[...looks].reverse().map((look, i) => <li key={i}><time dateTime={look.at}>{instant(look.at)}</time> <strong>{say("by", look.by)}:</strong> {say("look", look.action)}</li>)}
            </ul>
          );
        }}
      </Loaded>
      <Rectification asked={typeof loaded.data === "object" ? (loaded.data.rectificationRequests ?? []) : []} onSent={loaded.reload} />
    </Page>
  );
}

function Rectification({ asked, onSent }: { asked: Schemas["RectificationRequest"][]; onSent: () => void }) {
  const id = useId();
  const [{ about, statement }, setDraft, taken] = useDraft<{ about: Concern; statement: string }>("rectification", { about: "identity", statement: "" });
  const [sent, setSent] = useState(false);
  const asking = useAct(async () => {
    await ask((api) => api.POST("/me/rectification-requests", { body: { concerns: about, statement } }));
    setSent(true);
    taken();
    onSent();
  });
  return (
    <>
      <h2>{t("rectify.title")}</h2>
      <p>{t("rectify.text")}</p>
      {asked.length > 0 && (
        <ul class="looks">{[...asked].reverse().map((one) => <li key={one.requestId}><time dateTime={one.at}>{instant(one.at)}</time> <strong>{t(`rectify.${one.concerns}`)}:</strong> {one.statement} <em>{one.answer ? t(`rectify.${one.answer.outcome}`, { words: one.answer.words }) : t("rectify.waiting")}</em></li>)}</ul>
      )}
      <form onSubmit={(event) => { event.preventDefault(); void asking.run(); }}>
        <div class="field">
          <label for={`${id}-about`}>{t("rectify.about")}</label>
          <select id={`${id}-about`} value={about} onChange={(event) => setDraft({ about: event.currentTarget.value as Concern, statement })}>
            {concerns.map((concern) => <option key={concern} value={concern}>{t(`rectify.${concern}`)}</option>)}
          </select>
        </div>
        <div class="field">
          <label for={`${id}-what`}>{t("rectify.what")}</label>
          <textarea id={`${id}-what`} required maxLength={2000} rows={4} value={statement} onInput={(event) => { setDraft({ about, statement: event.currentTarget.value }); setSent(false); }} />
        </div>
        {asking.problem && <ProblemBox problem={asking.problem} />}
        <p class="buttons"><button type="submit" disabled={asking.busy}>{t("rectify.send")}</button></p>
        <p role="status">{sent ? t("rectify.sent") : ""}</p>
      </form>
    </>
  );
}
