import { Page } from "../app/parts";
import { t } from "../app/texts";

/** What is done with people's data, in words they understand. */
export default function Privacy() {
  return (
    <Page title={t("menu.privacy")}>
      {(["privacy.what", "privacy.why", "privacy.who", "privacy.human", "privacy.rights", "privacy.device"] as const).map((key) => <p key={key}>{t(key)}</p>)}
    </Page>
  );
}
