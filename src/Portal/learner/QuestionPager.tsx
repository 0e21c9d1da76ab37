import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Schemas } from "../app/api";
import { Confirm } from "../app/parts";
import { directionOf, language, t } from "../app/texts";

/** What was chosen, by question. */
export type Answers = Record<string, string[]>;

export const toList = (answers: Answers): Schemas["Answer"][] => Object.entries(answers).map(([questionId, optionIds]) => ({ questionId, optionIds }));

/** One question a screen, with a way back and an overview; asks before it is handed in. */
export function QuestionPager({ questions, answers, bar, busy, handIn, onChange, onHandIn }: {
  questions: Schemas["Question"][];
  answers: Answers;
  bar?: ComponentChildren;
  busy: boolean;
  handIn: string;
  onChange: (answers: Answers) => void;
  onHandIn: () => void;
}) {
  const [at, setAt] = useState(() => Math.max(0, questions.findIndex((question) => !answers[question.questionId]?.length)));
  const [asking, setAsking] = useState(false);
  const legend = useRef<HTMLLegendElement>(null);
  useEffect(() => legend.current?.focus(), [at]);
  const question = questions[at]!;
  const chosen = answers[question.questionId] ?? [];
  const open = questions.filter((one) => !answers[one.questionId]?.length).length;
  const ofInterface = { lang: language(), dir: directionOf(language()) };
  const choose = (optionId: string, on: boolean) => {
    const next = question.multiple ? (on ? [...chosen, optionId] : chosen.filter((one) => one !== optionId)) : [optionId];
    onChange({ ...answers, [question.questionId]: next });
  };
  return (
    <>
      <div class="testbar" {...ofInterface}>
        <span>{t("test.questionOf", { at: at + 1, of: questions.length })}</span>
        {bar}
      </div>
      <fieldset class="question" key={question.questionId}>
        <legend tabIndex={-1} ref={legend}>{question.text}</legend>
        {question.multiple && <p class="hint" {...ofInterface}>{t("test.multiple")}</p>}
        {question.options.map((option) => (
          <label key={option.optionId} class="option">
            <input type={question.multiple ? "checkbox" : "radio"} name={question.questionId} checked={chosen.includes(option.optionId)} onChange={(event) => choose(option.optionId, event.currentTarget.checked)} />
            <span>{option.text}</span>
          </label>
        ))}
      </fieldset>
      <div class="buttons" {...ofInterface}>
        {at < questions.length - 1
          ? <button type="button" onClick={() => setAt(at + 1)}>{t("test.next")}</button>
          : <button type="button" disabled={busy} onClick={() => setAsking(true)}>{handIn}</button>}
        <button type="button" class="plain" disabled={at === 0} onClick={() => setAt(at - 1)}>{t("test.previous")}</button>
      </div>
      <ol class="numbers" {...ofInterface} aria-label={t("test.overview")}>
        {questions.map((one, i) => (
          <li key={one.questionId}>
            <button type="button" class={answers[one.questionId]?.length ? "answered" : "plain"} aria-current={i === at ? "step" : undefined}
              aria-label={t(answers[one.questionId]?.length ? "test.numberAnswered" : "test.numberOpen", { at: i + 1 })} onClick={() => setAt(i)}>{i + 1}</button>
          </li>
        ))}
      </ol>
      {asking && (
        <Confirm title={t("test.handInTitle")} yes={handIn} busy={busy} onYes={() => { setAsking(false); onHandIn(); }} onNo={() => setAsking(false)}>
          <p>{open > 0 ? t("test.handInOpen", { open }) : t("test.handInAll")}</p>
        </Confirm>
      )}
    </>
  );
}
