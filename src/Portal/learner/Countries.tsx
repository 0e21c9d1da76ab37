import { useId, useMemo } from "preact/hooks";
import { language, t } from "../app/texts";

// ISO 3166-1 alpha-2, without those whose nationals need no package (EU, Iceland, Liechtenstein, Norway, Switzerland): the server holds the rule.
const codes = ("AD AE AF AG AL AM AO AR AU AZ BA BB BD BF BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CI CL CM CN CO CR CU CV DJ DM DO DZ EC EG ER ET FJ FM GA GB GD GE GH GM GN GQ GT GW GY " +
  "HN HT ID IL IN IQ IR JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LK LR LS LY MA MC MD ME MG MH MK ML MM MN MR MU MV MW MX MY MZ NA NE NG NI NP NR NZ OM PA PE PG PH PK PS PW PY QA RS RU RW " +
  "SA SB SC SD SG SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW").split(" ");

/** A nationality, by the country's name in the reader's language. */
export function Countries({ value, wrong, onChange }: { value: string; wrong?: string; onChange: (code: string) => void }) {
  const id = useId();
  const sorted = useMemo(() => {
    const names = new Intl.DisplayNames([language()], { type: "region" });
    return codes.map((code) => ({ code, name: names.of(code) ?? code })).sort((one, other) => one.name.localeCompare(other.name, language()));
  }, [language()]);
  return (
    <div class="field">
      <label for={id}>{t("partner.nationality")}</label>
      {wrong && <p id={`${id}-wrong`} class="wrong">{wrong}</p>}
      <select id={id} required value={value} aria-describedby={wrong && `${id}-wrong`} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t("choose")}</option>
        {sorted.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
      </select>
    </div>
  );
}
