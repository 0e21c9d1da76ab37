import { Link, Page, ProblemBox, useAct } from "../app/parts";
import type { Place } from "../app/route";
import { signIn } from "../app/session";
import { t } from "../app/texts";

/** What somebody sees who is not signed in: what this is, and two ways in. */
export default function Welcome({ place }: { place: Place }) {
  const returnTo = place.path === "/" ? "/" : place.path + (place.query.size ? `?${place.query}` : "");
  const entering = useAct((who: "learner" | "staff") => signIn(who, returnTo));
  return (
    <Page title={t("welcome.title")}>
      <p class="lead">{t("welcome.lead")}</p>
      <ol class="steps">
        <li>{t("welcome.step1")}</li>
        <li>{t("welcome.step2")}</li>
        <li>{t("welcome.step3")}</li>
      </ol>
      {entering.problem && <ProblemBox problem={entering.problem} />}
      <p class="buttons">
        <button type="button" disabled={entering.busy} onClick={() => entering.run("learner")}>{t("signIn")}</button>
      </p>
      <p>{t("welcome.free")}</p>
      <p><Link to="/certificates">{t("welcome.verify")}</Link></p>
      <p class="quiet"><button type="button" class="link" disabled={entering.busy} onClick={() => entering.run("staff")}>{t("welcome.staff")}</button></p>
    </Page>
  );
}
