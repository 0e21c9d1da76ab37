/** Where the portal finds what it talks to. A static file, so that one build serves every environment. */
export interface SignInConfig {
  issuer: string;
  clientId: string;
  scope: string;
}

export interface Config {
  api: string;
  /** The local runtime's clock, which may have been moved; left out where time is real. */
  clock?: string;
  signIn: { learner: SignInConfig; staff: SignInConfig };
}

let loaded: Promise<Config> | undefined;

export const config = (): Promise<Config> =>
  (loaded ??= fetch("/config.json").then((response) => {
    if (!response.ok) {
      loaded = undefined;
      throw new TypeError("config.json is missing");
    }
    return response.json() as Promise<Config>;
  }).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  }));
