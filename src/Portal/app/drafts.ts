import { useState } from "preact/hooks";

// What was typed and not yet sent, for this tab only: it outlives signing in again and a reload, and goes once it was taken or somebody signs out.
const prefix = "draft.";

/** A form's state that is not lost when the page is: typed, kept, and cleared once it was taken. */
export function useDraft<T>(name: string, empty: T): [T, (next: T) => void, () => void] {
  const key = `${prefix}${location.pathname}.${name}`;
  const [value, setValue] = useState<T>(() => {
    const kept = sessionStorage.getItem(key);
    return kept ? (JSON.parse(kept) as T) : empty;
  });
  return [
    value,
    (next) => {
      sessionStorage.setItem(key, JSON.stringify(next));
      setValue(next);
    },
    () => {
      sessionStorage.removeItem(key);
      setValue(empty);
    },
  ];
}

export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(prefix))) {
    sessionStorage.removeItem(key);
  }
}
