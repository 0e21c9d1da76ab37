import { ApiProblem, ask, type Schemas } from "../app/api";
import { language, t, type TextKey } from "../app/texts";
import nl from "../texts/nl.json";

export type Module = Schemas["Module"];
export type Progress = Schemas["ModuleProgress"];

/** A module's name in the interface's language; its id for one that the interface does not know yet. */
export const moduleName = (moduleId: string): string => (`module.${moduleId}` in nl ? t(`module.${moduleId}` as TextKey) : moduleId);

const key = (moduleId: string): string => `own.language.${moduleId}`;

/** The language somebody reads a module in: chosen for this module, else that of the interface. */
export const moduleLanguage = (moduleId: string): string => localStorage.getItem(key(moduleId)) ?? language();

/** Chosen for reading it and for its tests, on all devices; without a connection on this one. */
export async function chooseModuleLanguage(moduleId: string, code: string): Promise<void> {
  localStorage.setItem(key(moduleId), code);
  try {
    await ask((api) => api.PUT("/me/modules/{moduleId}/language", { params: { path: { moduleId } }, body: { language: code } }));
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 0) {
      throw error;
    }
  }
}

export const loadModule = (moduleId: string): Promise<Module> =>
  ask((api) => api.GET("/modules/{moduleId}", { params: { path: { moduleId }, query: { language: moduleLanguage(moduleId) } } }));

export async function loadProgress(): Promise<Progress[]> {
  const { items } = await ask((api) => api.GET("/me/modules"));
  // What was chosen on another device holds on this one.
  for (const { moduleId, language: chosen } of items) {
    if (chosen) {
      localStorage.setItem(key(moduleId), chosen);
    }
  }
  return items;
}

/** The modules that were opened on this device before and can be read without a connection. */
export async function keptModules(): Promise<string[]> {
  const kept = await (await caches.open("content")).keys();
  const ids = kept.map((request) => /\/v1\/modules\/([a-z-]+)$/.exec(new URL(request.url).pathname)?.[1]);
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** Where to go on: the first section that is open, else the test. */
export const nextSection = (module: Module, progress: Progress | undefined): Module["sections"][number] | undefined =>
  progress?.status === "passed" || progress?.status === "readyForTest" ? undefined : module.sections.find((section) => !progress?.completedSections?.includes(section.sectionId));
