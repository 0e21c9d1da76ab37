import { useEffect, useState } from "preact/hooks";
import { ApiProblem, ask, type Schemas } from "../app/api";
import { serverNow } from "../app/clock";
import { Link, Loaded, Meter, Page, useLoaded } from "../app/parts";
import { go } from "../app/route";
import { amount, day, t, type TextKey } from "../app/texts";
import { keptModules, loadProgress, moduleName, type Progress } from "./modules";
import { tellPending } from "./pendingSections";

type Me = Schemas["Me"];

/** What I must do, and by when, in one glance. */
export default function Home() {
  const loaded = useLoaded(async () => {
    await tellPending();
    try {
      const [me, modules] = await Promise.all([ask((api) => api.GET("/me")), loadProgress()]);
      return { me, modules };
    } catch (error) {
      // An account that stands for nobody yet: first the code.
      if (error instanceof ApiProblem && error.code === "accountNotActivated") {
        go("/activate", { replace: true });
      }
      throw error;
    }
  }, []);
  return (
    <Page title={loaded.data ? t("home.title", { name: loaded.data.me.givenNames }) : t("menu.home")}>
      {loaded.problem?.status === 0 && !loaded.data && <Kept />}
      <Loaded from={loaded}>
        {({ me, modules }) => (
          <>
            <Matter me={me} />
            <Next me={me} modules={modules} />
            <h2>{t("home.compulsory")}</h2>
            <ModuleList modules={modules.filter((module) => module.compulsory)} />
            <Recommended modules={modules.filter((module) => !module.compulsory && module.recommendedBecause)} />
            <h2>{t("home.voluntary")}</h2>
            <p>{t("home.voluntaryText")}</p>
            <ModuleList modules={modules.filter((module) => !module.compulsory && !module.recommendedBecause)} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Without a connection: what can be read all the same. */
function Kept() {
  const [modules, setModules] = useState<string[]>([]);
  useEffect(() => {
    keptModules().then(setModules, () => undefined);
  }, []);
  return modules.length === 0 ? null : (
    <section class="box calm">
      <h2>{t("home.kept")}</h2>
      <ul>{modules.map((moduleId) => <li key={moduleId}><Link to={`/modules/${moduleId}`}>{moduleName(moduleId)}</Link></li>)}</ul>
    </section>
  );
}

const dayMilliseconds = 86_400_000;

/** Days until a legal day begins to be over, by the server's clock. */
const daysLeft = (deadlineOn: string): number => Math.max(0, Math.ceil((Date.parse(`${deadlineOn}T23:59:59Z`) - serverNow()) / dayMilliseconds) - 1);

function Matter({ me }: { me: Me }) {
  const { status, deadlineOn, remainingModules } = me.obligation;
  const done = remainingModules.length === 0;
  const tone = status === "breached" ? "problem" : done ? "good" : "calm";
  const key: TextKey = status === "none" && done ? "obligation.noneDone" : `obligation.${status}`;
  return (
    <section class={`box matter ${tone}`} aria-labelledby="matter">
      <h2 id="matter">{t(key, { left: remainingModules.length })}</h2>
      {deadlineOn && (status === "running" || status === "suspended") && (
        <p class="deadline">
          <strong>{t("home.until", { day: day(deadlineOn) })}</strong>
          <span>{t("home.left", { left: amount(daysLeft(deadlineOn), "day") })}</span>
        </p>
      )}
      <p>{t(`${key}Text` as TextKey, { day: deadlineOn ? day(deadlineOn) : "" })}</p>
      <Meter percent={(100 * me.trajectory.modulesPassed) / Math.max(1, me.trajectory.modulesCompulsory)} label={t("home.passedOf", { passed: me.trajectory.modulesPassed, of: me.trajectory.modulesCompulsory })} />
      <p>{t("home.passedOf", { passed: me.trajectory.modulesPassed, of: me.trajectory.modulesCompulsory })}</p>
    </section>
  );
}

function Next({ me, modules }: { me: Me; modules: Progress[] }) {
  const next = modules.find((module) => module.openAttemptId) ?? modules.find((module) => module.compulsory && module.status !== "passed");
  if (me.certificate && !next) {
    return <p class="buttons"><Link class="button" to="/certificate">{t("home.certificate")}</Link></p>;
  }
  if (!me.access || !next) {
    return null;
  }
  const text: TextKey = next.openAttemptId ? "home.continueTest" : next.status === "readyForTest" ? "home.takeTest" : next.status === "notStarted" ? "home.start" : "home.continue";
  return (
    <p class="buttons">
      <Link class="button big" to={next.openAttemptId ? `/modules/${next.moduleId}/test` : `/modules/${next.moduleId}`}>{t(text, { module: moduleName(next.moduleId) })}</Link>
    </p>
  );
}

/** The extra modules that suit this person, each with why. */
const Recommended = ({ modules }: { modules: Progress[] }) => modules.length === 0 ? null : (
  <>
    <h2>{t("home.recommended")}</h2>
    <p>{t("home.recommendedText")}</p>
    <ModuleList modules={modules} />
  </>
);

const ModuleList = ({ modules }: { modules: Progress[] }) => (
  <ul class="cards">
    {modules.map((module) => (
      <li key={module.moduleId} class="card">
        <h3><Link to={`/modules/${module.moduleId}`}>{moduleName(module.moduleId)}</Link></h3>
        {module.recommendedBecause?.map((one) => <p key={one.reason} class="because">{one.text}</p>)}
        {module.status !== "notStarted" && <Meter percent={module.percent} label={`${moduleName(module.moduleId)}: ${amount(module.percent, "percent")}`} />}
        <p>{module.openAttemptId ? t("status.testOpen") : t(`status.${module.status}`)}{module.passedOn ? ` · ${day(module.passedOn)}` : ""}</p>
      </li>
    ))}
  </ul>
);
