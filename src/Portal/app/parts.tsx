import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useCallback, useEffect, useId, useRef, useState } from "preact/hooks";
import { ApiProblem, onSlowChange } from "./api";
import { go } from "./route";
import { isStaff, session, signInAgain } from "./session";
import { amount, language, t, type TextKey } from "./texts";

/** A link inside the portal. */
export const Link = ({ to, class: name, children, ...rest }: { to: string; class?: string; "aria-current"?: "page"; children: ComponentChildren }) => (
  <a
    {...rest}
    href={to}
    class={name}
    onClick={(event) => {
      if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        go(to);
      }
    }}
  >
    {children}
  </a>
);

/** A page: its heading gets the focus when it is opened, so that a screen reader begins there. */
export function Page({ title, children, wide }: { title: string; children: ComponentChildren; wide?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Inburgering`;
    heading.current?.focus();
    scrollTo(0, 0);
  }, [title]);
  return (
    <div class={wide ? "page wide" : "page"}>
      <h1 tabIndex={-1} ref={heading}>{title}</h1>
      {children}
    </div>
  );
}

const byCode: Record<string, TextKey> = {
  offline: "problem.offline",
  noAnswer: "problem.noAnswer",
  activationCodeInvalid: "problem.activationCodeInvalid",
  accountAlreadyBound: "problem.accountAlreadyBound",
  sectionsNotCompleted: "problem.sectionsNotCompleted",
  alreadyPassed: "problem.alreadyPassed",
  attemptClosed: "problem.attemptClosed",
  partnerAlreadyDeclared: "problem.partnerAlreadyDeclared",
  notALabourMigrant: "problem.notALabourMigrant",
  accessClosed: "problem.accessClosed",
  badRequest: "problem.400",
};

const byStatus: Record<number, TextKey> = {
  401: "problem.401",
  403: "problem.403",
  404: "problem.404",
  409: "problem.409",
  412: "problem.409",
  429: "problem.429",
};

/** Languages in which the API says itself by which rule it refuses; in others the portal's own words do. */
const ofProblems = new Set(["nl", "fr", "en"]);

const wait = (seconds = 60): string => (seconds > 90 ? amount(Math.ceil(seconds / 60), "minute") : amount(seconds, "second"));

/** What went wrong, in words, and what can be done. Nothing typed is lost: the form around it stays. */
export function ProblemBox({ problem, retry }: { problem: ApiProblem; retry?: () => void }) {
  const own = byCode[problem.code];
  const general = byStatus[problem.status] ?? (problem.status >= 500 || problem.status === 0 ? "problem.500" : "problem.400");
  // A rule that the portal has no words for: the API's, where they are in the reader's language.
  const detail = !own && [400, 409, 422].includes(problem.status) && ofProblems.has(language()) ? problem.detail : "";
  return (
    <div class="box problem" role="alert">
      <p>{detail || t(own ?? general, { wait: wait(problem.retryAfterSeconds) })}</p>
      {problem.status === 401 ? (
        <button type="button" onClick={signInAgain}>{t("signIn")}</button>
      ) : retry && problem.status !== 403 && problem.status !== 404 ? (
        <button type="button" class="plain" onClick={retry}>{t("tryAgain")}</button>
      ) : null}
    </div>
  );
}

/** What is wrong with a field, for the field. The API names the rule in English: learners who read another language are told to check it, officers get both. */
export function wrongOf(problem: ApiProblem | undefined, field: string): string | undefined {
  const rule = problem?.fields.get(field);
  return rule === undefined ? undefined : language() === "en" ? rule : isStaff(session()?.role) ? `${t("problem.field")} (${rule})` : t("problem.field");
}

const toProblem = (error: unknown): ApiProblem => (error instanceof ApiProblem ? error : new ApiProblem(0, "noAnswer", String(error), new Map()));

/** Loads what a page shows, again when `key` changes. */
export function useLoaded<T>(load: () => Promise<T>, key: unknown[]) {
  const [state, setState] = useState<{ data?: T; problem?: ApiProblem }>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    setState((before) => ({ data: before.data }));
    load().then(
      (data) => current && setState({ data }),
      (error: unknown) => current && setState((before) => ({ data: before.data, problem: toProblem(error) })),
    );
    return () => {
      current = false;
    };
  }, [...key, round]);
  return { ...state, reload: useCallback(() => setRound((before) => before + 1), []), replace: (data: T) => setState({ data }) };
}

/** An act that a button or form starts: busy while it runs, one at a time, its problem kept to be shown. */
export function useAct<A extends unknown[]>(act: (...input: A) => Promise<void>) {
  const [state, setState] = useState<{ busy: boolean; problem?: ApiProblem }>({ busy: false });
  const busy = useRef(false);
  return {
    ...state,
    run: async (...input: A) => {
      if (busy.current) {
        return;
      }
      busy.current = true;
      setState({ busy: true });
      try {
        await act(...input);
        setState({ busy: false });
      } catch (error) {
        setState({ busy: false, problem: toProblem(error) });
      } finally {
        busy.current = false;
      }
    },
  };
}

/** Something that is not there yet: says so only when it takes a moment. */
export function Waiting() {
  const [taking, setTaking] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setTaking(true), 400);
    return () => clearTimeout(timer);
  }, []);
  return <p class="waiting" role="status">{taking ? t("loading") : ""}</p>;
}

/** Says that the server takes long, whatever was asked: a page, or what a button sent. */
export function Slow() {
  const [slow, setSlow] = useState(false);
  useEffect(() => onSlowChange(setSlow), []);
  return <p class={slow ? "slow" : "slow hidden"} role="status">{slow ? t("loadingSlow") : ""}</p>;
}

/** What was loaded, or that it is on its way, or why not. */
export function Loaded<T>({ from, children }: { from: { data?: T; problem?: ApiProblem; reload: () => void }; children: (data: T) => ComponentChildren }) {
  return (
    <>
      {from.problem && <ProblemBox problem={from.problem} retry={from.reload} />}
      {from.data !== undefined ? children(from.data) : !from.problem && <Waiting />}
    </>
  );
}

/** A field with its label, its hint and what is wrong with it. */
export function Field({ label, hint, wrong, ...input }: { label: string; hint?: string; wrong?: string } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && <p id={`${id}-hint`} class="hint">{hint}</p>}
      {wrong && <p id={`${id}-wrong`} class="wrong">{wrong}</p>}
      <input {...input} id={id} aria-describedby={[hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ") || undefined} aria-invalid={wrong ? true : undefined} />
    </div>
  );
}

/** How far something is, for eyes and for screen readers. */
export const Meter = ({ percent, label }: { percent: number; label: string }) => (
  <progress max={100} value={percent} aria-label={label}>{amount(percent, "percent")}</progress>
);

/** Asks before something that can't be taken back. */
export function Confirm({ title, children, yes, onYes, onNo, busy }: { title: string; children: ComponentChildren; yes: string; onYes: () => void; onNo: () => void; busy?: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onNo(); }}>
      <h2 id={id}>{title}</h2>
      {children}
      <div class="buttons">
        <button type="button" disabled={busy} onClick={onYes}>{yes}</button>
        <button type="button" class="plain" onClick={onNo}>{t("back")}</button>
      </div>
    </dialog>
  );
}
