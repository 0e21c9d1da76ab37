import { directionOf, language, t } from "../app/texts";
import { Link } from "../app/parts";
import type { Schemas } from "../app/api";

/** Passed or not, the score, and by topic what to study again. */
export const Score = ({ result, moduleId }: { result: Pick<Schemas["AttemptResult"], "passed" | "score" | "passMark" | "topics">; moduleId: string }) => (
  <>
    <h2>{result.passed ? t("test.passed") : t("test.failed")}</h2>
    <p>{t("test.score", { score: result.score, mark: result.passMark })}</p>
    {result.topics?.some((topic) => topic.sectionsToStudy.length > 0) && (
      <>
        <p>{t("test.studyAgain")}</p>
        <ul>
          {result.topics.filter((topic) => topic.sectionsToStudy.length > 0).map((topic) => (
            <li key={topic.topic}>
              <Link to={`/modules/${moduleId}/${topic.sectionsToStudy[0]}`}>{topic.name ?? topic.topic}</Link> ({t("test.rightOf", { right: topic.right, asked: topic.asked })})
            </li>
          ))}
        </ul>
      </>
    )}
  </>
);

/** Each question with what was chosen, what is right and why. */
export const Review = ({ questions, written }: { questions: Schemas["QuestionReview"][]; written: string }) => (
  <ol class="review" lang={written} dir={directionOf(written)}>
    {questions.map((question) => (
      <li key={question.questionId}>
        <p><strong>{question.text}</strong></p>
        <ul>
          {question.options.map((option) => (
            <li key={option.optionId} class={option.correct ? "right" : option.chosen ? "mistaken" : undefined}>
              {option.text}
              {(option.correct || option.chosen) && (
                <span class="hint" lang={language()} dir={directionOf(language())}> – {[option.correct && t("test.rightAnswer"), option.chosen && t("test.yourAnswer")].filter(Boolean).join(", ")}</span>
              )}
            </li>
          ))}
        </ul>
        {question.explanation && <p>{question.explanation}</p>}
      </li>
    ))}
  </ol>
);
