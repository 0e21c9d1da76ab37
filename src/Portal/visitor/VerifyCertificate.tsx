import { useState } from "preact/hooks";
import { ask, ApiProblem } from "../app/api";
import { Field, Loaded, Page, useLoaded } from "../app/parts";
import { go, type Place } from "../app/route";
import { day, t } from "../app/texts";
import { moduleName } from "../learner/modules";

/** Checks a certificate by its code, without an account: also where the QR code on paper leads. */
export default function VerifyCertificate({ place }: { place: Place }) {
  const code = place.parts[1] ?? "";
  const [typed, setTyped] = useState(code);
  return (
    <Page title={t("verify.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = typed.trim().toUpperCase();
          if (wanted) {
            go(`/certificates/${encodeURIComponent(wanted)}`);
          }
        }}
      >
        <Field label={t("verify.code")} hint={t("verify.hint")} value={typed} required maxLength={24} autocomplete="off" spellcheck={false} dir="ltr" onInput={(event) => setTyped(event.currentTarget.value)} />
        <p class="buttons"><button type="submit">{t("verify.check")}</button></p>
      </form>
      {code && <Answer code={code} key={code} />}
      <p class="quiet">{t("verify.privacy")}</p>
    </Page>
  );
}

function Answer({ code }: { code: string }) {
  const found = useLoaded(
    () => ask((api) => api.GET("/certificates/{verificationCode}", { params: { path: { verificationCode: code } } })).catch((error: unknown) => {
      if (error instanceof ApiProblem && (error.status === 404 || error.status === 400)) {
        return null;
      }
      throw error;
    }),
    [code],
  );
  return (
    <Loaded from={found}>
      {(certificate) => certificate === null ? (
        <div class="box problem" role="alert"><p>{t("verify.unknown")}</p></div>
      ) : (
        <div class={certificate.status === "valid" ? "box good" : "box problem"} role="status">
          <h2>{certificate.status === "valid" ? t("verify.valid") : t("verify.revoked")}</h2>
          <dl>
            <dt>{t("verify.holder")}</dt><dd>{certificate.holderName}</dd>
            <dt>{t("verify.issuedOn")}</dt><dd>{day(certificate.issuedOn)}</dd>
            <dt>{t("verify.modules")}</dt><dd>{certificate.modules.map(moduleName).join(", ")}</dd>
          </dl>
        </div>
      )}
    </Loaded>
  );
}
