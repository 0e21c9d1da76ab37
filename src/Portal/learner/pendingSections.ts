import { ApiProblem, ask } from "../app/api";

/** Sections gone through without a connection: told to the server when there is one again. */
const key = "own.pendingSections";

const pending = (): string[] => JSON.parse(localStorage.getItem(key) ?? "[]") as string[];

const keep = (sections: string[]): void => localStorage.setItem(key, JSON.stringify(sections));

const put = (moduleId: string, sectionId: string) =>
  ask((api) => api.PUT("/me/modules/{moduleId}/sections/{sectionId}", { params: { path: { moduleId, sectionId } }, body: { completed: true } }));

/** Marks a section as gone through; without a connection, later. */
export async function completeSection(moduleId: string, sectionId: string): Promise<void> {
  try {
    await put(moduleId, sectionId);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 0) {
      throw error;
    }
    keep([...new Set([...pending(), `${moduleId}/${sectionId}`])]);
  }
}

/** Tells what waits. What the server refuses (a module that was passed meanwhile) needs no telling any more. */
export async function tellPending(): Promise<void> {
  for (const one of pending()) {
    const [moduleId, sectionId] = one.split("/") as [string, string];
    try {
      await put(moduleId, sectionId);
    } catch (error) {
      if (error instanceof ApiProblem && (error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500)) {
        return;
      }
    }
    keep(pending().filter((other) => other !== one));
  }
}
