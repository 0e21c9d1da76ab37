import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Link, Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import { go, type Place } from "../app/route";
import { directionOf, t } from "../app/texts";
import { glossaryOf, htmlOf } from "./markdown";
import { loadModule, moduleName, type Module } from "./modules";
import { completeSection } from "./pendingSections";

/** A section to read, or to listen to where the device can speak. */
export default function SectionPage({ place }: { place: Place }) {
  const [, moduleId, sectionId] = place.parts as [string, string, string];
  const loaded = useLoaded(() => loadModule(moduleId), [moduleId]);
  const section = loaded.data?.sections.find((one) => one.sectionId === sectionId);
  return (
    <Page title={section?.title ?? moduleName(moduleId)}>
      <Loaded from={loaded}>{(module) => (section ? <Section module={module} sectionId={sectionId} /> : <p>{t("notFound.text")}</p>)}</Loaded>
    </Page>
  );
}

function Section({ module, sectionId }: { module: Module; sectionId: string }) {
  const index = module.sections.findIndex((one) => one.sectionId === sectionId);
  const section = module.sections[index]!;
  const next = module.sections[index + 1];
  const glossary = useMemo(() => glossaryOf(module), [module]);
  const html = useMemo(() => htmlOf(section.markdown, glossary), [section, glossary]);
  const [word, setWord] = useState<string>();
  const text = useRef<HTMLElement>(null);
  const completing = useAct(async () => {
    await completeSection(module.moduleId, sectionId);
    go(next ? `/modules/${module.moduleId}/${next.sectionId}` : `/modules/${module.moduleId}`);
  });
  return (
    <>
      <p class="crumbs"><Link to={`/modules/${module.moduleId}`}>{moduleName(module.moduleId)}</Link> · {index + 1}/{module.sections.length}</p>
      <Speech of={text} language={module.language} key={sectionId} />
      <article
        ref={text}
        class="reading"
        lang={module.language}
        dir={directionOf(module.language)}
        dangerouslySetInnerHTML={{ __html: html }}
        onClick={(event) => setWord(wordOf(event.target))}
        onKeyDown={(event) => {
          const asked = wordOf(event.target);
          if (asked && (event.key === "Enter" || event.key === " ")) {
            event.preventDefault();
            setWord(asked);
          }
        }}
      />
      {word && <Word word={word} meaning={glossary.get(word.toLowerCase()) ?? ""} language={module.language} onClose={() => setWord(undefined)} />}
      {completing.problem && <ProblemBox problem={completing.problem} retry={() => completing.run()} />}
      <p class="buttons">
        <button type="button" disabled={completing.busy} onClick={() => completing.run()}>{next ? t("section.doneNext") : t("section.doneLast")}</button>
        {index > 0 && <Link class="button plain" to={`/modules/${module.moduleId}/${module.sections[index - 1]!.sectionId}`}>{t("section.previous")}</Link>}
      </p>
    </>
  );
}

const wordOf = (target: EventTarget | null): string | undefined => (target as Element).closest<HTMLElement>("[data-word]")?.dataset.word;

function Word({ word, meaning, language, onClose }: { word: string; meaning: string; language: string; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, [word]);
  return (
    <dialog ref={dialog} class="meaning" aria-label={word} onClose={onClose} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <p><strong lang="nl" dir="ltr">{word}</strong></p>
      <p lang={language} dir={directionOf(language)}>{meaning}</p>
      <button type="button" class="plain" onClick={() => dialog.current?.close()}>{t("close")}</button>
    </dialog>
  );
}

/** Reads the text aloud with the device's own voice, where it has one for the language. */
function Speech({ of, language }: { of: { current: HTMLElement | null }; language: string }) {
  const [speaks, setSpeaks] = useState(false);
  const [voice, setVoice] = useState<SpeechSynthesisVoice>();
  useEffect(() => {
    if (!("speechSynthesis" in window)) {
      return;
    }
    const look = () => setVoice(speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language)));
    look();
    speechSynthesis.addEventListener("voiceschanged", look);
    return () => {
      speechSynthesis.removeEventListener("voiceschanged", look);
      speechSynthesis.cancel();
    };
  }, [language]);
  if (!voice) {
    return null;
  }
  const toggle = () => {
    speechSynthesis.cancel();
    if (!speaks) {
      // A paragraph at a time: browsers stop in the middle of a long text.
      const parts = [...(of.current?.querySelectorAll("h2, h3, p, li") ?? [])].map((part) => part.textContent ?? "");
      parts.forEach((part, i) => {
        const utterance = Object.assign(new SpeechSynthesisUtterance(part), { voice, lang: voice.lang });
        if (i === parts.length - 1) {
          utterance.onend = () => setSpeaks(false);
        }
        speechSynthesis.speak(utterance);
      });
    }
    setSpeaks(!speaks);
  };
  return <p><button type="button" class="plain" aria-pressed={speaks} onClick={toggle}>{speaks ? t("section.stopListening") : t("section.listen")}</button></p>;
}
