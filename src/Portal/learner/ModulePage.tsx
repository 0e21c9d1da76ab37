import { ask } from "../app/api";
import { Link, Loaded, Meter, Page, ProblemBox, useAct, useLoaded } from "../app/parts";
import type { Place } from "../app/route";
import { amount, directionOf, language, languages, t } from "../app/texts";
import { chooseModuleLanguage, loadModule, loadProgress, moduleName, nextSection } from "./modules";

/** A module: what it is for, its sections, its test. */
export default function ModulePage({ place }: { place: Place }) {
  const moduleId = place.parts[1]!;
  const loaded = useLoaded(async () => {
    const all = await loadProgress();
    const [module, list] = await Promise.all([loadModule(moduleId), ask((api) => api.GET("/modules"))]);
    return { module, progress: all.find((one) => one.moduleId === moduleId), available: list.items.find((one) => one.moduleId === moduleId)?.languages ?? [] };
  }, [moduleId]);
  const choosing = useAct(async (code: string) => {
    await chooseModuleLanguage(moduleId, code);
    loaded.reload();
  });
  return (
    <Page title={moduleName(moduleId)}>
      {choosing.problem && <ProblemBox problem={choosing.problem} />}
      <Loaded from={loaded}>
        {({ module, progress, available }) => {
          const next = nextSection(module, progress);
          const failed = progress?.status !== "passed" && (progress?.failedAttempts ?? 0) > 0;
          return (
            <>
              <div lang={module.language} dir={directionOf(module.language)}>
                <p class="lead">{module.goal}</p>
              </div>
              <label class="field">
                {t("module.language")}
                <select value={module.language} disabled={choosing.busy} onChange={(event) => choosing.run(event.currentTarget.value)}>
                  {available.map((code) => <option key={code} value={code} lang={code}>{languages[code] ?? code}</option>)}
                </select>
              </label>
              {progress?.recommendedBecause?.map((one) => <p key={one.reason} class="because">{one.text}</p>)}
              {failed && (
                <div class="box calm">
                  <h2>{t("module.redoTitle")}</h2>
                  <p>{t("module.redo")}</p>
                </div>
              )}
              {progress && progress.percent > 0 && <Meter percent={progress.percent} label={amount(progress.percent, "percent")} />}
              <p class="buttons">
                {next ? (
                  <Link class="button" to={`/modules/${moduleId}/${next.sectionId}`}>{progress?.completedSections?.length ? t("module.goOn") : t("module.begin")}</Link>
                ) : progress?.status === "passed" ? (
                  <span class="box good">{t("status.passed")}</span>
                ) : (
                  <Link class="button" to={`/modules/${moduleId}/test`}>{progress?.openAttemptId ? t("module.continueTest") : t("module.test")}</Link>
                )}
              </p>
              <ol class="sections" lang={module.language} dir={directionOf(module.language)}>
                {module.sections.map((section) => {
                  const done = progress?.status === "passed" || progress?.completedSections?.includes(section.sectionId);
                  return (
                    <li key={section.sectionId} class={done ? "done" : undefined}>
                      <Link to={`/modules/${moduleId}/${section.sectionId}`}>{section.title}</Link>
                      <span lang={language()}> {amount(section.minutes, "minute")}{done ? ` · ${t("module.read")}` : progress?.sectionsToRedo?.includes(section.sectionId) ? ` · ${t("module.readAgain")}` : ""}</span>
                    </li>
                  );
                })}
              </ol>
              {next && <p class="quiet">{t("module.testAfter")}</p>}
              <p><Link to={`/modules/${moduleId}/sample-test`}>{t("sample.try")}</Link></p>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
