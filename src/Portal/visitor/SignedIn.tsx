import { useEffect, useState } from "preact/hooks";
import { Page, Waiting } from "../app/parts";
import { go } from "../app/route";
import { completeSignIn, signIn } from "../app/session";
import { t } from "../app/texts";

let completing: Promise<string> | undefined;

/** Where the identity provider sends people back to. */
export default function SignedIn() {
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    // Once, however often the page is drawn: a code is good for one try.
    (completing ??= completeSignIn()).then(
      (path) => go(path, { replace: true }),
      () => setFailed(true),
    ).finally(() => {
      completing = undefined;
    });
  }, []);
  return failed ? (
    <Page title={t("signIn.failedTitle")}>
      <p>{t("signIn.failed")}</p>
      <button type="button" onClick={() => signIn("learner", "/")}>{t("tryAgain")}</button>
    </Page>
  ) : <Waiting />;
}
