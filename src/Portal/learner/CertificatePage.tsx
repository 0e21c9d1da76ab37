import { useState } from "preact/hooks";
import { ApiProblem, ask, askFile } from "../app/api";
import { Link, Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import { day, t } from "../app/texts";
import { openPdf } from "./Letters";
import { moduleName } from "./modules";

/** The certificate: on paper, or as a link that the holder shares. */
export default function CertificatePage() {
  const loaded = useLoaded(() => ask((api) => api.GET("/me/certificate", { headers: { Accept: "application/json" } })).catch((error: unknown) => {
    if (error instanceof ApiProblem && error.status === 404) {
      return null;
    }
    throw error;
  }), []);
  const printing = useAct(() => openPdf(askFile((api) => api.GET("/me/certificate", { headers: { Accept: "application/pdf" }, parseAs: "blob" }))));
  const [shared, setShared] = useState(false);
  return (
    <Page title={t("menu.certificate")}>
      <Loaded from={loaded}>
        {(certificate) => {
          if (certificate === null || typeof certificate === "string") {
            return <><p>{t("certificate.none")}</p><Link to="/" class="button">{t("menu.home")}</Link></>;
          }
          const address = `${location.origin}/certificates/${certificate.verificationCode}`;
          const share = async () => {
            if (navigator.share) {
              await navigator.share({ title: t("menu.certificate"), url: address }).catch(() => undefined);
            } else {
              await navigator.clipboard.writeText(address);
              setShared(true);
            }
          };
          return (
            <>
              <div class="box good">
                <h2>{certificate.holderName}</h2>
                <p>{t("certificate.text", { day: day(certificate.issuedOn) })}</p>
                <ul>{certificate.modules.map((moduleId) => <li key={moduleId}>{moduleName(moduleId)}</li>)}</ul>
                <p>{t("verify.code")}: <code dir="ltr">{certificate.verificationCode}</code></p>
              </div>
              {printing.problem && <ProblemBox problem={printing.problem} />}
              <p class="buttons">
                <button type="button" disabled={printing.busy} onClick={() => printing.run()}>{t("certificate.print")}</button>
                <button type="button" class="plain" onClick={share}>{t("certificate.share")}</button>
              </p>
              <p role="status">{shared ? t("certificate.copied") : ""}</p>
              <p class="quiet">{t("certificate.whoSees")} <a href={address} dir="ltr">{address}</a></p>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
