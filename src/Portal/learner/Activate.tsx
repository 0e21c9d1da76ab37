import { useState } from "preact/hooks";
import { ask } from "../app/api";
import { useDraft } from "../app/drafts";
import { Field, Page, ProblemBox, useAct, wrongOf } from "../app/parts";
import { go } from "../app/route";
import { t } from "../app/texts";

/** Binds the account to the person whom the invitation or the letter is for. */
export default function Activate() {
  const [code, setCode] = useState(() => sessionStorage.getItem("activationCode") ?? "");
  const [birthDate, setBirthDate, sent] = useDraft("birthDate", "");
  const activating = useAct(async () => {
    await ask((api) => api.POST("/activations", { body: { activationCode: code.trim(), birthDate } }));
    sessionStorage.removeItem("activationCode");
    sent();
    go("/");
  });
  return (
    <Page title={t("activate.title")}>
      <p>{t("activate.text")}</p>
      <form onSubmit={(event) => { event.preventDefault(); void activating.run(); }}>
        <Field label={t("activate.code")} hint={t("activate.codeHint")} value={code} required maxLength={64} autocomplete="one-time-code" spellcheck={false} dir="ltr"
          wrong={wrongOf(activating.problem, "activationCode")} onInput={(event) => { setCode(event.currentTarget.value); sessionStorage.setItem("activationCode", event.currentTarget.value); }} />
        <Field label={t("activate.birthDate")} type="date" value={birthDate} required autocomplete="bday" max={new Date().toISOString().slice(0, 10)}
          wrong={wrongOf(activating.problem, "birthDate")} onInput={(event) => setBirthDate(event.currentTarget.value)} />
        {activating.problem && <ProblemBox problem={activating.problem} />}
        <p class="buttons"><button type="submit" disabled={activating.busy}>{t("activate.do")}</button></p>
      </form>
      <p class="quiet">{t("activate.noCode")}</p>
    </Page>
  );
}
