import { useState } from "preact/hooks";
import { ask, type Schemas } from "../app/api";
import { useDraft } from "../app/drafts";
import { Field, Page, ProblemBox, useAct, wrongOf } from "../app/parts";
import { t } from "../app/texts";
import { Countries } from "./Countries";

const empty: Schemas["PartnerDeclaration"] = { givenNames: "", familyName: "", birthDate: "", nationality: "", email: "" };

/** Invites the partner who travels along: they get the package and a code of their own. */
export default function Partner() {
  const [partner, setPartner, sent] = useDraft("partner", empty);
  const [done, setDone] = useState<Schemas["DeclaredPartner"]>();
  const declaring = useAct(async () => {
    setDone(await ask((api) => api.POST("/me/partners", { body: partner })));
    sent();
  });
  const field = (name: keyof typeof empty) => ({
    value: partner[name],
    required: true,
    wrong: wrongOf(declaring.problem, name),
    onInput: (event: { currentTarget: HTMLInputElement }) => setPartner({ ...partner, [name]: event.currentTarget.value }),
  });
  return (
    <Page title={t("menu.partner")}>
      {done ? <div class="box good" role="status"><p>{t("partner.done", { name: done.givenNames, email: done.email })}</p></div> : (
        <>
          <p>{t("partner.text")}</p>
          <form onSubmit={(event) => { event.preventDefault(); void declaring.run(); }}>
            <Field label={t("partner.givenNames")} maxLength={200} {...field("givenNames")} />
            <Field label={t("partner.familyName")} maxLength={200} {...field("familyName")} />
            <Field label={t("activate.birthDate")} type="date" {...field("birthDate")} />
            <Countries value={partner.nationality} wrong={wrongOf(declaring.problem, "nationality")} onChange={(nationality) => setPartner({ ...partner, nationality })} />
            <Field label={t("partner.email")} type="email" maxLength={254} dir="ltr" {...field("email")} />
            {declaring.problem && <ProblemBox problem={declaring.problem} />}
            <p class="buttons"><button type="submit" disabled={declaring.busy}>{t("partner.invite")}</button></p>
          </form>
        </>
      )}
    </Page>
  );
}
