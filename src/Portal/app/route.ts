import { useEffect, useState } from "preact/hooks";

/** Set by a page with something unsaved: asked before it is left. Gives whether to go. */
let mayLeave: () => boolean = () => true;
export const guardLeaving = (guard: (() => boolean) | undefined): void => {
  mayLeave = guard ?? (() => true);
};

const moved = "moved";

export function go(path: string, options: { replace?: boolean } = {}): void {
  if (!mayLeave()) {
    return;
  }
  history[options.replace ? "replaceState" : "pushState"](null, "", path);
  dispatchEvent(new Event(moved));
}

/** Where one is: the path's parts and what stands in the query. */
export interface Place {
  path: string;
  parts: string[];
  query: URLSearchParams;
}

const here = (): Place => ({
  path: location.pathname,
  parts: location.pathname.split("/").filter(Boolean).map(decodeURIComponent),
  query: new URLSearchParams(location.search),
});

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const look = () => setPlace(here());
    addEventListener("popstate", look);
    addEventListener(moved, look);
    return () => {
      removeEventListener("popstate", look);
      removeEventListener(moved, look);
    };
  }, []);
  return place;
}
