import { Page } from "../app/parts";
import { t } from "../app/texts";

/** Accessibility statement (Bestuursdecreet art. II.14 and following; Directive (EU) 2016/2102). */
export default function Accessibility() {
  return (
    <Page title={t("menu.accessibility")}>
      <p>{t("accessibility.promise")}</p>
      <h2>{t("accessibility.limitsTitle")}</h2>
      <ul>
        <li>{t("accessibility.limitPdf")}</li>
        <li>{t("accessibility.limitTranslations")}</li>
      </ul>
      <h2>{t("accessibility.helpTitle")}</h2>
      <p>{t("accessibility.help")}</p>
    </Page>
  );
}
