import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link, Page, Slow, Waiting } from "./parts";
import { usePlace, type Place } from "./route";
import { hasEnded, isStaff, onSessionChange, session, signOut, type Role } from "./session";
import { chooseLanguage, languages, language, preferredLanguage, showIn, t } from "./texts";
import { go } from "./route";

type PageComponent = ComponentType<{ place: Place }>;
type Loader = () => Promise<{ default: PageComponent }>;

interface Route {
  /** The path's parts; one that begins with a colon takes anything. */
  path: string;
  /** Who may open it; nobody named means anyone. */
  roles?: Role[];
  load: Loader;
}

/** Every page and who it is for. A page is fetched when it is first opened. */
const routes: Route[] = [
  { path: "/signed-in", load: () => import("../visitor/SignedIn") },
  { path: "/certificates", load: () => import("../visitor/VerifyCertificate") },
  { path: "/certificates/:code", load: () => import("../visitor/VerifyCertificate") },
  { path: "/accessibility", load: () => import("../visitor/Accessibility") },
  { path: "/privacy", load: () => import("../visitor/Privacy") },
  { path: "/activate", roles: ["learner"], load: () => import("../learner/Activate") },
  { path: "/modules/:moduleId", roles: ["learner"], load: () => import("../learner/ModulePage") },
  { path: "/modules/:moduleId/test", roles: ["learner"], load: () => import("../learner/TestPage") },
  { path: "/modules/:moduleId/sample-test", roles: ["learner"], load: () => import("../learner/SampleTestPage") },
  { path: "/modules/:moduleId/:sectionId", roles: ["learner"], load: () => import("../learner/SectionPage") },
  { path: "/letters", roles: ["learner"], load: () => import("../learner/Letters") },
  { path: "/certificate", roles: ["learner"], load: () => import("../learner/CertificatePage") },
  { path: "/partner", roles: ["learner"], load: () => import("../learner/Partner") },
  { path: "/my-data", roles: ["learner"], load: () => import("../learner/MyData") },
  { path: "/cases/:personId", roles: ["case-officer"], load: () => import("../officer/CasePage") },
  { path: "/match-candidates", roles: ["case-officer"], load: () => import("../officer/Matches") },
  { path: "/enforcement-cases/:caseId", roles: ["enforcement-officer"], load: () => import("../enforcement/EnforcementCasePage") },
  { path: "/figures", roles: ["case-officer", "operator"], load: () => import("../operator/Figures") },
  { path: "/questions", roles: ["operator"], load: () => import("../operator/QuestionFigures") },
  { path: "/dead-letters", roles: ["operator"], load: () => import("../operator/DeadLetters") },
  { path: "/runs", roles: ["operator"], load: () => import("../operator/Runs") },
  { path: "/matters", roles: ["operator"], load: () => import("../operator/Matter") },
];

const homes: Record<Role | "visitor", Loader> = {
  visitor: () => import("../visitor/Welcome"),
  learner: () => import("../learner/Home"),
  "case-officer": () => import("../officer/Cases"),
  "enforcement-officer": () => import("../enforcement/EnforcementCases"),
  operator: () => import("../operator/Operations"),
};

const menuOf = (role: Role | undefined): [string, string][] => {
  switch (role) {
    case "learner":
      return [["/", t("menu.home")], ["/letters", t("menu.letters")], ["/certificate", t("menu.certificate")], ["/partner", t("menu.partner")], ["/my-data", t("menu.myData")]];
    case "case-officer":
      return [["/", "Dossiers"], ["/match-candidates", "Mogelijk één persoon"], ["/figures", "Cijfers"]];
    case "enforcement-officer":
      return [["/", "Dossiers"]];
    case "operator":
      return [["/", "Gezondheid"], ["/dead-letters", "Geweigerde berichten"], ["/figures", "Cijfers"], ["/questions", "Vragen"], ["/runs", "Voor iedereen"], ["/matters", "Eén zaak"]];
    default:
      return [["/certificates", t("menu.verify")]];
  }
};

const matches = (route: Route, parts: string[]): boolean => {
  const wanted = route.path.split("/").filter(Boolean);
  return wanted.length === parts.length && wanted.every((part, i) => part.startsWith(":") || part === parts[i]);
};

export function Portal() {
  const place = usePlace();
  const [, refresh] = useState(0);
  const redraw = () => refresh((before) => before + 1);
  useEffect(() => onSessionChange(() => {
    if (isStaff(session()?.role) && language() !== "nl") {
      void showIn("nl").then(redraw);
    } else {
      redraw();
    }
  }), []);

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
        {!isStaff(role) && (
          <label class="language">
            <span class="hidden">{t("language")}</span>
            <select value={language()} onChange={async (event) => { await chooseLanguage(event.currentTarget.value); redraw(); }}>
              {Object.entries(languages).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
            </select>
          </label>
        )}
      </header>
      <nav class="menu" aria-label={t("menu")}>
        <ul>
          {menuOf(role).map(([to, text]) => (
            <li key={to}><Link to={to} aria-current={place.path === to ? "page" : undefined}>{text}</Link></li>
          ))}
          {role && <li><button type="button" class="link" onClick={async () => { await signOut(); await showIn(preferredLanguage()); go("/"); redraw(); }}>{t("signOut")}</button></li>}
        </ul>
      </nav>
      <main id="main">
        <Slow />
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
  const shown = useRef(place);
  const last = useRef(role);
  last.current = role ?? (hasEnded() ? last.current : undefined);
  const homeOf = last.current;
  const mayOpen = isHome || !route?.roles || (role && route.roles.includes(role)) || loaded?.path === place.path;
  const loader = isHome ? homes[homeOf ?? "visitor"] : mayOpen ? route?.load : homes.visitor;
  const key = isHome ? `/${homeOf ?? ""}` : mayOpen ? place.path : `${place.path}#`;
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
    return <Page title={t("notFound.title")}><p>{t("notFound.text")}</p><Link to="/" class="button">{t("notFound.home")}</Link></Page>;
  }
  if (role && !mayOpen) {
    return <Page title={t("notForYou.title")}><p>{t("problem.403")}</p><Link to="/" class="button">{t("notFound.home")}</Link></Page>;
  }
  if (loaded?.failed) {
    return <Page title={t("notLoaded.title")}><p>{t("problem.offline")}</p><button type="button" onClick={() => location.reload()}>{t("tryAgain")}</button></Page>;
  }
  // Until the next page is there, the one before stays as it was: it must not take the next one's address for its own.
  if (loaded?.path === key) {
    shown.current = place;
  }
  return loaded?.Component ? <loaded.Component place={shown.current} key={loaded.path} /> : <Waiting />;
}
