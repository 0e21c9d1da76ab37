import { ask, type Schemas } from "../app/api";
import { language, t, type TextKey } from "../app/texts";
import nl from "../texts/nl.json";

export type Module = Schemas["Module"];
export type Progress = Schemas["ModuleProgress"];

/** A module's name in the interface's language; its id for one that the interface does not know yet. */
export const moduleName = (moduleId: string): string => (`module.${moduleId}` in nl ? t(`module.${moduleId}` as TextKey) : moduleId);

const key = (moduleId: string): string => `own.language.${moduleId}`;

/** The language somebody reads a module in: chosen for this module, else that of the interface. */
export const moduleLanguage = (moduleId: string): string => localStorage.getItem(key(moduleId)) ?? language();

export const chooseModuleLanguage = (moduleId: string, code: string): void => localStorage.setItem(key(moduleId), code);

export const loadModule = (moduleId: string): Promise<Module> =>
  ask((api) => api.GET("/modules/{moduleId}", { params: { path: { moduleId }, query: { language: moduleLanguage(moduleId) } } }));

export const loadProgress = async (): Promise<Progress[]> => (await ask((api) => api.GET("/me/modules"))).items;

/** Where to go on: the first section that is open, else the test. */
export const nextSection = (module: Module, progress: Progress | undefined): Module["sections"][number] | undefined =>
  progress?.status === "passed" || progress?.status === "readyForTest" ? undefined : module.sections.find((section) => !progress?.completedSections?.includes(section.sectionId));
