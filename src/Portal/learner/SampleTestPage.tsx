import { useState } from "preact/hooks";
import { ask, type Schemas } from "../app/api";
import { Link, Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import type { Place } from "../app/route";
import { directionOf, t } from "../app/texts";
import { moduleLanguage, moduleName } from "./modules";
import { QuestionPager, toList, type Answers } from "./QuestionPager";
import { Review, Score } from "./Result";

/** A sample test: to see how a test goes. It counts for nothing and nothing is kept. */
export default function SampleTestPage({ place }: { place: Place }) {
  const moduleId = place.parts[1]!;
  const wanted = { path: { moduleId }, query: { language: moduleLanguage(moduleId) } };
  const loaded = useLoaded(() => ask((api) => api.GET("/modules/{moduleId}/sample-test", { params: wanted })), [moduleId]);
  const [answers, setAnswers] = useState<Answers>({});
  const [result, setResult] = useState<Schemas["SampleTestResult"]>();
  const grading = useAct(async () => setResult(await ask((api) => api.POST("/modules/{moduleId}/sample-test/grading", { params: wanted, body: { answers: toList(answers) } }))));
  return (
    <Page title={t("sample.title", { module: moduleName(moduleId) })}>
      <p class="quiet">{t("sample.text")}</p>
      {grading.problem && <ProblemBox problem={grading.problem} />}
      {result ? (
        <>
          <div class={`box ${result.passed ? "good" : "calm"}`} role="status"><Score result={result} moduleId={moduleId} /></div>
          <Review questions={result.review} written={result.language} />
          <p class="buttons"><Link class="button" to={`/modules/${moduleId}`}>{t("test.toModule")}</Link></p>
        </>
      ) : (
        <Loaded from={loaded}>
          {(sample) => (
            <div lang={sample.language} dir={directionOf(sample.language)}>
              <QuestionPager questions={sample.questions} answers={answers} busy={grading.busy} handIn={t("sample.check")} onChange={setAnswers} onHandIn={() => void grading.run()} />
            </div>
          )}
        </Loaded>
      )}
    </Page>
  );
}
