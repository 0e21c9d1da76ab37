import { ask, askFile } from "../app/api";
import { Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import { day, languages, t } from "../app/texts";

/** Opens a PDF of the API in a tab of its own: the tab is opened at once, or a browser would take it for an advertisement. */
export const openPdf = async (file: Promise<string>): Promise<void> => {
  const tab = window.open("", "_blank");
  try {
    const address = await file;
    if (tab) {
      tab.location.replace(address);
    } else {
      location.assign(address);
    }
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (error) {
    tab?.close();
    throw error;
  }
};

/** Every letter that was sent, to read again. */
export default function Letters() {
  const loaded = useLoaded(() => ask((api) => api.GET("/me/letters")), []);
  const opening = useAct((letterId: string) => openPdf(askFile((api) => api.GET("/me/letters/{letterId}", { params: { path: { letterId } }, parseAs: "blob" }))));
  return (
    <Page title={t("menu.letters")}>
      {opening.problem && <ProblemBox problem={opening.problem} />}
      <Loaded from={loaded}>
        {({ items }) => items.length === 0 ? <p>{t("letters.none")}</p> : (
          <ul class="cards">
            {items.map((letter) => (
              <li key={letter.letterId} class="card">
                <h2>{t(`letter.${letter.act ?? letter.kind}`)}</h2>
                <p>{day(letter.datedOn)}{letter.receivedOn ? ` · ${t("letters.receivedOn", { day: day(letter.receivedOn) })}` : ""} · {languages[letter.language] ?? letter.language}</p>
                {letter.href
                  ? <button type="button" class="plain" disabled={opening.busy} onClick={() => opening.run(letter.letterId)}>{t("letters.open")}</button>
                  : <p class="hint">{t("letters.soon")}</p>}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  );
}
