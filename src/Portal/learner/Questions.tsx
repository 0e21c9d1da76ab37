import { useEffect, useRef, useState } from "preact/hooks";
import { ask, ApiProblem, type Schemas } from "../app/api";
import { serverNow } from "../app/clock";
import { signIn } from "../app/session";
import { amount, directionOf, language, t } from "../app/texts";
import { QuestionPager, toList, type Answers } from "./QuestionPager";

type Attempt = Schemas["Attempt"];

const pause = 700;
const retryAfter = 5_000;
const warnings = [5, 1];

/** The questions of a test that counts: saved as one goes, on the device at once, on the server a moment later. */
export function Questions({ attempt, busy, onHandIn }: { attempt: Attempt; busy: boolean; onHandIn: (answers?: Schemas["Answer"][]) => void }) {
  const kept = `own.attempt.${attempt.attemptId}`;
  const [answers, setAnswers] = useState<Answers>(() => ({
    ...Object.fromEntries((attempt.answers ?? []).map((answer) => [answer.questionId, answer.optionIds])),
    ...(JSON.parse(localStorage.getItem(kept) ?? "{}") as Answers),
  }));
  const saved = useAutosave(attempt.attemptId, kept, answers, () => onHandIn());
  return (
    <>
      {saved === "signedOut" && (
        <div class="box problem" role="alert" lang={language()} dir={directionOf(language())}>
          <p>{t("test.signedOut")}</p>
          <button type="button" onClick={() => signIn("learner", location.pathname)}>{t("signIn")}</button>
        </div>
      )}
      <QuestionPager
        questions={attempt.questions}
        answers={answers}
        busy={busy}
        handIn={t("test.handIn")}
        onChange={setAnswers}
        onHandIn={() => {
          localStorage.removeItem(kept);
          onHandIn(toList(answers));
        }}
        bar={
          <>
            <TimeLeft until={attempt.expiresAt} onOver={() => onHandIn()} />
            {attempt.extraMinutes && <span>{t("test.extraTime", { extra: amount(attempt.extraMinutes, "minute") })}</span>}
            <span role="status">{saved === "saved" ? t("test.saved") : saved === "saving" ? t("test.saving") : saved === "signedOut" ? "" : t("test.notSaved")}</span>
          </>
        }
      />
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
    const saveAtOnce = () => {
      clearTimeout(timer);
      void save();
    };
    setState("saving");
    timer = setTimeout(save, pause);
    addEventListener("online", saveAtOnce);
    return () => {
      current = false;
      clearTimeout(timer);
      removeEventListener("online", saveAtOnce);
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
