import { useEffect, useState } from "preact/hooks";
import { ask, ApiProblem, type Schemas } from "../app/api";
import { Link, Loaded, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import type { Place } from "../app/route";
import { directionOf, t } from "../app/texts";
import { learnTime } from "../app/clock";
import { moduleLanguage, moduleName } from "./modules";
import { Questions } from "./Questions";
import { Review, Score } from "./Result";

type Result = Schemas["AttemptResult"];

/** A module's test: begun or gone on with, taken, and its result. */
export default function TestPage({ place }: { place: Place }) {
  const moduleId = place.parts[1]!;
  const [result, setResult] = useState<Result>();
  const [begun, setBegun] = useState(false);
  return (
    <Page title={t("test.title", { module: moduleName(moduleId) })}>
      {result ? <ResultView result={result} moduleId={moduleId} />
        : begun ? <Taking moduleId={moduleId} onResult={setResult} />
          : <Before moduleId={moduleId} onBegin={() => setBegun(true)} />}
    </Page>
  );
}

function Before({ moduleId, onBegin }: { moduleId: string; onBegin: () => void }) {
  const loaded = useLoaded(async () => (await ask((api) => api.GET("/me/modules"))).items.find((one) => one.moduleId === moduleId), [moduleId]);
  useEffect(() => {
    // What is open is gone on with at once: its time runs.
    if (loaded.data?.openAttemptId) {
      onBegin();
    }
  }, [loaded.data]);
  return (
    <Loaded from={loaded}>
      {(progress) => progress?.status === "readyForTest" ? (
        <>
          <ul class="steps">
            <li>{t("test.before1")}</li>
            <li>{t("test.before2")}</li>
            <li>{t("test.before3")}</li>
          </ul>
          <p class="buttons"><button type="button" onClick={onBegin}>{t("test.begin")}</button></p>
        </>
      ) : (
        <>
          <p>{progress?.status === "passed" ? t("status.passed") : t("problem.sectionsNotCompleted")}</p>
          <p class="buttons"><Link class="button" to={`/modules/${moduleId}`}>{moduleName(moduleId)}</Link></p>
        </>
      )}
    </Loaded>
  );
}

function Taking({ moduleId, onResult }: { moduleId: string; onResult: (result: Result) => void }) {
  const started = useLoaded(async () => {
    await learnTime().catch(() => undefined);
    return ask((api) => api.POST("/me/modules/{moduleId}/attempts", { params: { path: { moduleId }, query: { language: moduleLanguage(moduleId) } } }));
  }, [moduleId]);
  const handing = useAct(async (answers: Schemas["Answer"][] | undefined) => {
    const attemptId = started.data!.attemptId;
    const submit = (body?: Schemas["Answers"]) => ask((api) => api.POST("/me/attempts/{attemptId}/submission", { params: { path: { attemptId } }, body }));
    try {
      onResult(await submit(answers && { answers }));
    } catch (error) {
      // Another device may have handed it in, or its time is over: then what the server has counts.
      if (error instanceof ApiProblem && error.code === "attemptClosed") {
        onResult(await submit());
        return;
      }
      throw error;
    }
  });
  return (
    <Loaded from={started}>
      {(attempt) => (
        <div lang={attempt.language} dir={directionOf(attempt.language ?? "nl")}>
          {handing.problem && <ProblemBox problem={handing.problem} />}
          <Questions attempt={attempt} busy={handing.busy} onHandIn={handing.run} />
        </div>
      )}
    </Loaded>
  );
}

function ResultView({ result, moduleId }: { result: Result; moduleId: string }) {
  const { attemptId } = result;
  const [review, setReview] = useState<Schemas["AttemptReview"]>();
  const showing = useAct(async () => {
    const attempt = await ask((api) => api.GET("/me/attempts/{attemptId}", { params: { path: { attemptId } } }));
    if ("review" in attempt) {
      setReview(attempt);
    }
  });
  return (
    <>
      <div class={`box ${result.passed ? "good" : "calm"}`} role="status">
        <Score result={result} moduleId={moduleId} />
        {!result.passed && <p>{t("module.redo")}</p>}
      </div>
      <p class="buttons">
        {result.passed ? <Link class="button" to="/">{t("menu.home")}</Link> : <Link class="button" to={`/modules/${moduleId}`}>{t("test.toModule")}</Link>}
        {!review && <button type="button" class="plain" disabled={showing.busy} onClick={() => showing.run()}>{t("test.review")}</button>}
      </p>
      {showing.problem && <ProblemBox problem={showing.problem} retry={() => showing.run()} />}
      {review && <Review questions={review.review} written={review.language} />}
    </>
  );
}
