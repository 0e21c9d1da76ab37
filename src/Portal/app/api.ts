import createClient from "openapi-fetch";
import type { components, paths } from "../generated/contract";
import { config } from "./config";
import { session, sessionEnded } from "./session";
import { language } from "./texts";

export type Schemas = components["schemas"];

/** What the server answered instead of what was asked for, or that it did not answer at all. */
export class ApiProblem extends Error {
  constructor(
    /** HTTP status; 0 where no answer came. */
    readonly status: number,
    /** The last part of the problem's type, such as `sectionsNotCompleted`. */
    readonly code: string,
    readonly detail: string,
    readonly fields: ReadonlyMap<string, string>,
    readonly retryAfterSeconds?: number,
  ) {
    super(detail || code);
  }
}

/** On a slow line an answer may take long; after this many milliseconds none is expected any more. */
const patience = 45_000;

const client = createClient<paths>({ baseUrl: "" });

client.use({
  async onRequest({ request }) {
    const { api } = await config();
    const address = new URL(request.url, location.origin);
    const target = new URL(api + address.pathname + address.search, location.origin);
    const headers = new Headers(request.headers);
    headers.set("Accept-Language", language());
    const signedIn = session();
    if (signedIn) {
      headers.set("Authorization", `Bearer ${signedIn.accessToken}`);
    }
    const body = request.method === "GET" ? undefined : await request.arrayBuffer();
    return new Request(target, { method: request.method, headers, body, signal: AbortSignal.any([request.signal, AbortSignal.timeout(patience)]) });
  },
});

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

async function problemOf(error: unknown, response: Response): Promise<ApiProblem> {
  const problem = (typeof error === "object" && error !== null ? error : {}) as Partial<Schemas["Problem"]>;
  const fields = new Map((problem.issues ?? []).map((issue) => [issue.name, issue.detail]));
  const retryAfter = Number(response.headers.get("Retry-After")) || undefined;
  return new ApiProblem(response.status, problem.type?.split(":").at(-1) ?? "", problem.detail ?? "", fields, retryAfter);
}

/** How long an answer may take before the portal says that it is slow, in milliseconds. */
const slowAfter = 5_000;
let slow = 0;
const onSlow = new Set<(slow: boolean) => void>();

/** Tells whether some answer has been waited for so long that people wonder. */
export function onSlowChange(listener: (slow: boolean) => void): () => void {
  onSlow.add(listener);
  return () => onSlow.delete(listener);
}

async function tellingWhenSlow<T>(answer: Promise<T>): Promise<T> {
  const count = (by: number) => {
    slow += by;
    onSlow.forEach((listener) => listener(slow > 0));
  };
  let counted = false;
  const timer = setTimeout(() => {
    counted = true;
    count(1);
  }, slowAfter);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
    if (counted) {
      count(-1);
    }
  }
}

/** The answer, with its headers. Throws an ApiProblem for whatever else came. */
export async function askWhole<T>(call: (api: typeof client) => Promise<Answered<T>>): Promise<{ data: T; response: Response }> {
  let answered: Answered<T>;
  try {
    answered = await tellingWhenSlow(call(client));
  } catch (error) {
    throw error instanceof ApiProblem ? error : new ApiProblem(0, navigator.onLine ? "noAnswer" : "offline", "", new Map());
  }
  if (!answered.response.ok) {
    if (answered.response.status === 401) {
      sessionEnded();
    }
    throw await problemOf(answered.error, answered.response);
  }
  return { data: answered.data as T, response: answered.response };
}

/** The answer's body. Throws an ApiProblem for whatever else came. */
export const ask = async <T>(call: (api: typeof client) => Promise<Answered<T>>): Promise<T> => (await askWhole(call)).data;

/** A file of the API, such as a letter, as an address that this page can open; to be revoked when it is no longer shown. */
export const askFile = async (call: (api: typeof client) => Promise<Answered<unknown>>): Promise<string> => URL.createObjectURL((await ask(call)) as Blob);
