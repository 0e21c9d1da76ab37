import { useEffect, useRef, useState } from "preact/hooks";
import { ask, ApiProblem, type Schemas } from "../app/api";
import { serverNow } from "../app/clock";
import { Confirm } from "../app/parts";
import { signIn } from "../app/session";
import { amount, directionOf, language, t } from "../app/texts";

type Attempt = Schemas["Attempt"];
type Answers = Record<string, string[]>;

const pause = 700;
const retryAfter = 5_000;
const warnings = [5, 1];

const toList = (answers: Answers): Schemas["Answer"][] => Object.entries(answers).map(([questionId, optionIds]) => ({ questionId, optionIds }));

/** One question a screen, saved as one goes: on the device at once, on the server a moment later. */
export function Questions({ attempt, busy, onHandIn }: { attempt: Attempt; busy: boolean; onHandIn: (answers?: Schemas["Answer"][]) => void }) {
  const kept = `own.attempt.${attempt.attemptId}`;
  const [answers, setAnswers] = useState<Answers>(() => ({
    ...Object.fromEntries((attempt.answers ?? []).map((answer) => [answer.questionId, answer.optionIds])),
    ...(JSON.parse(localStorage.getItem(kept) ?? "{}") as Answers),
  }));
  const [at, setAt] = useState(() => Math.max(0, attempt.questions.findIndex((question) => !answers[question.questionId]?.length)));
  const [asking, setAsking] = useState(false);
  const saved = useAutosave(attempt.attemptId, kept, answers, () => onHandIn());
  const legend = useRef<HTMLLegendElement>(null);
  useEffect(() => legend.current?.focus(), [at]);
  const question = attempt.questions[at]!;
  const chosen = answers[question.questionId] ?? [];
  const open = attempt.questions.filter((one) => !answers[one.questionId]?.length).length;
  const choose = (optionId: string, on: boolean) => {
    const next = question.multiple ? (on ? [...chosen, optionId] : chosen.filter((one) => one !== optionId)) : [optionId];
    setAnswers({ ...answers, [question.questionId]: next });
  };
  const handIn = () => {
    localStorage.removeItem(kept);
    onHandIn(toList(answers));
  };
  return (
    <>
      <div class="testbar" lang={language()} dir={directionOf(language())}>
        <span>{t("test.questionOf", { at: at + 1, of: attempt.questions.length })}</span>
        <TimeLeft until={attempt.expiresAt} onOver={() => onHandIn()} />
        <span role="status">{saved === "saved" ? t("test.saved") : saved === "saving" ? t("test.saving") : saved === "signedOut" ? "" : t("test.notSaved")}</span>
      </div>
      {saved === "signedOut" && (
        <div class="box problem" role="alert">
          <p>{t("test.signedOut")}</p>
          <button type="button" onClick={() => signIn("learner", location.pathname)}>{t("signIn")}</button>
        </div>
      )}
      <fieldset class="question" key={question.questionId}>
        <legend tabIndex={-1} ref={legend}>{question.text}</legend>
        {question.multiple && <p class="hint" lang={language()} dir={directionOf(language())}>{t("test.multiple")}</p>}
        {question.options.map((option) => (
          <label key={option.optionId} class="option">
            <input type={question.multiple ? "checkbox" : "radio"} name={question.questionId} checked={chosen.includes(option.optionId)} onChange={(event) => choose(option.optionId, event.currentTarget.checked)} />
            <span>{option.text}</span>
          </label>
        ))}
      </fieldset>
      <div class="buttons" lang={language()} dir={directionOf(language())}>
        {at < attempt.questions.length - 1
          ? <button type="button" onClick={() => setAt(at + 1)}>{t("test.next")}</button>
          : <button type="button" disabled={busy} onClick={() => setAsking(true)}>{t("test.handIn")}</button>}
        <button type="button" class="plain" disabled={at === 0} onClick={() => setAt(at - 1)}>{t("test.previous")}</button>
      </div>
      <ol class="numbers" lang={language()} dir={directionOf(language())} aria-label={t("test.overview")}>
        {attempt.questions.map((one, i) => (
          <li key={one.questionId}>
            <button type="button" class={answers[one.questionId]?.length ? "answered" : "plain"} aria-current={i === at ? "step" : undefined}
              aria-label={t(answers[one.questionId]?.length ? "test.numberAnswered" : "test.numberOpen", { at: i + 1 })} onClick={() => setAt(i)}>{i + 1}</button>
          </li>
        ))}
      </ol>
      {asking && (
        <Confirm title={t("test.handInTitle")} yes={t("test.handIn")} busy={busy} onYes={() => { setAsking(false); handIn(); }} onNo={() => setAsking(false)}>
          <p>{open > 0 ? t("test.handInOpen", { open }) : t("test.handInAll")}</p>
        </Confirm>
      )}
    </>
  );
}

type Saved = "saved" | "saving" | "notSaved" | "signedOut";

/** Saves what changed after a short pause, and again as long as it fails. */
function useAutosave(attemptId: string, kept: string, answers: Answers, onClosed: () => void): Saved {
  const [state, setState] = useState<Saved>("saved");
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      if (!localStorage.getItem(kept)) {
        return;
      }
    }
    localStorage.setItem(kept, JSON.stringify(answers));
    let timer: ReturnType<typeof setTimeout>;
    let current = true;
    const save = async () => {
      try {
        await ask((api) => api.PUT("/me/attempts/{attemptId}/answers", { params: { path: { attemptId } }, body: { answers: toList(answers) } }));
        if (current) {
          setState("saved");
        }
      } catch (error) {
        if (!current) {
          return;
        }
        if (error instanceof ApiProblem && error.code === "attemptClosed") {
          localStorage.removeItem(kept);
          onClosed();
        } else if (error instanceof ApiProblem && error.status === 401) {
          setState("signedOut");
        } else {
          setState("notSaved");
          timer = setTimeout(save, retryAfter);
        }
      }
    };
    setState("saving");
    timer = setTimeout(save, pause);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [answers]);
  return state;
}

/** The time that is left, visible but not loud: whole minutes, and a word at five and at one. */
function TimeLeft({ until, onOver }: { until: string; onOver: () => void }) {
  const left = () => Math.max(0, Date.parse(until) - serverNow());
  const [now, setNow] = useState(left);
  const over = useRef(false);
  useEffect(() => {
    const timer = setInterval(() => setNow(left()), 1000);
    return () => clearInterval(timer);
  }, [until]);
  useEffect(() => {
    if (now === 0 && !over.current) {
      over.current = true;
      onOver();
    }
  }, [now]);
  const minutes = Math.ceil(now / 60_000);
  const warned = warnings.filter((minute) => minutes <= minute).at(-1);
  return (
    <span class={warned ? "time soon" : "time"}>
      {t("test.timeLeft", { left: amount(minutes, "minute") })}
      <span class="hidden" role="status">{warned ? t("test.timeLeft", { left: amount(warned, "minute") }) : ""}</span>
    </span>
  );
}
