import type { AuthorizationServer, Client } from "oauth4webapi";
import { clockSkewSeconds, learnTime } from "./clock";
import { config, type SignInConfig } from "./config";
import { forgetDrafts } from "./drafts";

export type Role = "learner" | "case-officer" | "enforcement-officer" | "operator";

/** Whoever works for the authorities; they work in Dutch. */
export const isStaff = (role: Role | undefined): boolean => role !== undefined && role !== "learner";

/** Who is signed in in this tab. Kept for the tab only: on a shared phone nobody else finds it. */
export interface Session {
  accessToken: string;
  role: Role;
  agency?: string;
}

const sessionKey = "session";
const flowKey = "signIn";
const whoKey = "who";
const ownerKey = "own.owner";
const redirectPath = "/signed-in";

// Fetched when somebody signs in, not before: reading needs none of it.
const library = () => import("oauth4webapi");

interface Flow {
  who: "learner" | "staff";
  verifier: string;
  state: string;
  nonce: string;
  returnTo: string;
}

let current: Session | undefined = read<Session>(sessionKey);
const listeners = new Set<() => void>();

function read<T>(key: string): T | undefined {
  const text = sessionStorage.getItem(key);
  return text ? (JSON.parse(text) as T) : undefined;
}

export const session = (): Session | undefined => current;

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: Session | undefined): void {
  current = next;
  if (next) {
    sessionStorage.setItem(sessionKey, JSON.stringify(next));
  } else {
    sessionStorage.removeItem(sessionKey);
  }
  listeners.forEach((listener) => listener());
}

/** Only a developer's machine has an issuer without TLS. */
const isLocal = location.hostname === "localhost";

async function serverOf(chosen: SignInConfig): Promise<AuthorizationServer> {
  const oauth = await library();
  const issuer = new URL(chosen.issuer, location.origin);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { [oauth.allowInsecureRequests]: isLocal }));
}

/** Goes to the identity provider that this tab's person came from before, and comes back to the page that is open. */
export const signInAgain = (): Promise<void> => signIn(sessionStorage.getItem(whoKey) === "staff" ? "staff" : "learner", location.pathname + location.search);

/** Goes to the identity provider and comes back to `returnTo`. */
export async function signIn(who: "learner" | "staff", returnTo: string): Promise<void> {
  sessionStorage.setItem(whoKey, who);
  const oauth = await library();
  const chosen = (await config()).signIn[who];
  const server = await serverOf(chosen);
  const flow: Flow = { who, verifier: oauth.generateRandomCodeVerifier(), state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce(), returnTo };
  sessionStorage.setItem(flowKey, JSON.stringify(flow));
  const address = new URL(server.authorization_endpoint!);
  address.search = new URLSearchParams({
    response_type: "code",
    client_id: chosen.clientId,
    redirect_uri: location.origin + redirectPath,
    scope: chosen.scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: "S256",
    state: flow.state,
    nonce: flow.nonce,
  }).toString();
  location.assign(address);
}

/** Takes what the identity provider sent back. Gives the path to go on at. */
export async function completeSignIn(): Promise<string> {
  const flow = read<Flow>(flowKey);
  if (!flow) {
    return "/";
  }
  sessionStorage.removeItem(flowKey);
  const oauth = await library();
  const chosen = (await config()).signIn[flow.who];
  const server = await serverOf(chosen);
  await learnTime();
  const client: Client = { client_id: chosen.clientId, [oauth.clockSkew]: clockSkewSeconds() };
  const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), flow.state);
  const response = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, location.origin + redirectPath, flow.verifier, { [oauth.allowInsecureRequests]: isLocal });
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: flow.nonce, requireIdToken: true });
  const claims = oauth.getValidatedIdTokenClaims(tokens)!;
  // On a shared phone the one before may not have signed out: nothing of theirs is told or shown as this person's.
  const whose = `${claims.iss} ${claims.sub}`;
  if (localStorage.getItem(ownerKey) !== whose) {
    await forgetOwn();
    localStorage.setItem(ownerKey, whose);
  }
  const roles = Array.isArray(claims.roles) ? (claims.roles as string[]) : [];
  const role = (["case-officer", "enforcement-officer", "operator"] as const).find((staff) => roles.includes(staff)) ?? "learner";
  set({ accessToken: tokens.access_token, role, ...(typeof claims.agency === "string" ? { agency: claims.agency } : {}) });
  return flow.returnTo;
}

let ended = false;

/** Whether the session ended by itself, and nobody signed out: then the page stays as it is. */
export const hasEnded = (): boolean => ended && !current;

/** The server no longer takes the token: the page stays as it is, and asks to sign in again. */
export const sessionEnded = (): void => {
  ended = true;
  set(undefined);
};

export async function signOut(): Promise<void> {
  // Not before: a code that came with the link is whoever's who signs in next in this tab.
  sessionStorage.removeItem("activationCode");
  await forgetOwn();
  ended = false;
  set(undefined);
}

async function forgetOwn(): Promise<void> {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("own."))) {
    localStorage.removeItem(key);
  }
  forgetDrafts();
  await caches.delete("own").catch(() => false);
}
