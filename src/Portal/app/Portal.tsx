import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Link, Page, Waiting } from "./parts";
import { usePlace, type Place } from "./route";
import { onSessionChange, session, signOut, type Role } from "./session";
import { languages, language, setLanguage, t, type TextKey } from "./texts";
import { go } from "./route";

type PageComponent = ComponentType<{ place: Place }>;
type Loader = () => Promise<{ default: PageComponent }>;

interface Route {
  /** The path's parts; one that begins with a colon takes anything. */
  path: string;
  /** Who may open it; nobody named means anyone. */
  role?: Role;
  load: Loader;
}

/** Every page and who it is for. A page is fetched when it is first opened. */
const routes: Route[] = [
  { path: "/signed-in", load: () => import("../visitor/SignedIn") },
  { path: "/certificates", load: () => import("../visitor/VerifyCertificate") },
  { path: "/certificates/:code", load: () => import("../visitor/VerifyCertificate") },
  { path: "/accessibility", load: () => import("../visitor/Accessibility") },
  { path: "/privacy", load: () => import("../visitor/Privacy") },
  { path: "/activate", role: "learner", load: () => import("../learner/Activate") },
  { path: "/modules/:moduleId", role: "learner", load: () => import("../learner/ModulePage") },
  { path: "/modules/:moduleId/test", role: "learner", load: () => import("../learner/TestPage") },
  { path: "/modules/:moduleId/sample-test", role: "learner", load: () => import("../learner/SampleTestPage") },
  { path: "/modules/:moduleId/:sectionId", role: "learner", load: () => import("../learner/SectionPage") },
  { path: "/letters", role: "learner", load: () => import("../learner/Letters") },
  { path: "/certificate", role: "learner", load: () => import("../learner/CertificatePage") },
  { path: "/partner", role: "learner", load: () => import("../learner/Partner") },
  { path: "/cases/:personId", role: "case-officer", load: () => import("../officer/CasePage") },
  { path: "/enforcement-cases/:caseId", role: "enforcement-officer", load: () => import("../enforcement/EnforcementCasePage") },
  { path: "/my-data", role: "learner", load: () => import("../learner/MyData") },
];

const homes: Record<Role | "visitor", Loader> = {
  visitor: () => import("../visitor/Welcome"),
  learner: () => import("../learner/Home"),
  "case-officer": () => import("../officer/Cases"),
  "enforcement-officer": () => import("../enforcement/EnforcementCases"),
  operator: () => import("../operator/Operations"),
};

const menus: Record<Role | "visitor", [string, TextKey][]> = {
  visitor: [["/certificates", "menu.verify"]],
  learner: [["/", "menu.home"], ["/letters", "menu.letters"], ["/certificate", "menu.certificate"], ["/partner", "menu.partner"], ["/my-data", "menu.myData"]],
  "case-officer": [["/", "menu.cases"]],
  "enforcement-officer": [["/", "menu.cases"]],
  operator: [["/", "menu.operations"]],
};

const matches = (route: Route, parts: string[]): boolean => {
  const wanted = route.path.split("/").filter(Boolean);
  return wanted.length === parts.length && wanted.every((part, i) => part.startsWith(":") || part === parts[i]);
};

export function Portal() {
  const place = usePlace();
  const [, refresh] = useState(0);
  useEffect(() => onSessionChange(() => refresh((before) => before + 1)), []);

  // A letter's code stands behind the #, which no server sees; it goes to the page that uses it, in this tab's memory only.
  useEffect(() => {
    const code = /^#activate=(.+)$/.exec(location.hash)?.[1];
    if (code) {
      sessionStorage.setItem("activationCode", decodeURIComponent(code));
      go("/activate", { replace: true });
    }
  }, []);

  const role = session()?.role;
  return (
    <>
      <a class="skip" href="#main">{t("skipToContent")}</a>
      <header class="top">
        <Link to="/" class="brand">Inburgering</Link>
        <label class="language">
          <span class="hidden">{t("language")}</span>
          <select value={language()} onChange={async (event) => { await setLanguage(event.currentTarget.value); refresh((before) => before + 1); }}>
            {Object.entries(languages).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
          </select>
        </label>
      </header>
      <nav class="menu" aria-label={t("menu")}>
        <ul>
          {menus[role ?? "visitor"].map(([to, text]) => (
            <li key={to}><Link to={to} aria-current={place.path === to ? "page" : undefined}>{t(text)}</Link></li>
          ))}
          {role && <li><button type="button" class="link" onClick={async () => { await signOut(); go("/"); }}>{t("signOut")}</button></li>}
        </ul>
      </nav>
      <main id="main">
        <Opened place={place} role={role} key={language()} />
      </main>
      <footer>
        <Link to="/certificates">{t("menu.verify")}</Link>
        <Link to="/privacy">{t("menu.privacy")}</Link>
        <Link to="/accessibility">{t("menu.accessibility")}</Link>
      </footer>
    </>
  );
}

/** The page at a place. It stays open when the session ends under it: what was typed is still there. */
function Opened({ place, role }: { place: Place; role?: Role }) {
  const [loaded, setLoaded] = useState<{ path: string; Component?: PageComponent; failed?: boolean }>();
  const route = place.path === "/" ? undefined : routes.find((one) => matches(one, place.parts));
  const isHome = place.path === "/";
  const mayOpen = isHome || !route?.role || route.role === role || loaded?.path === place.path;
  const loader = isHome ? homes[role ?? "visitor"] : mayOpen ? route?.load : homes.visitor;
  const key = isHome ? `/${role ?? ""}` : mayOpen ? place.path : `${place.path}#`;
  useEffect(() => {
    let current = true;
    loader?.().then(
      (part) => current && setLoaded({ path: key, Component: part.default }),
      () => current && setLoaded({ path: key, failed: true }),
    );
    return () => {
      current = false;
    };
  }, [key]);
  if (!loader) {
    return <Page title={t("notFound.title")}><p>{t("notFound.text")}</p><Link to="/" class="button">{t("menu.home")}</Link></Page>;
  }
  if (loaded?.failed) {
    return <Page title={t("notFound.title")}><p>{t("problem.offline")}</p></Page>;
  }
  return loaded?.Component ? <loaded.Component place={place} key={loaded.path} /> : <Waiting />;
}
