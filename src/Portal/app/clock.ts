import { config } from "./config";

/** How far the server's clock is ahead of the device's, in milliseconds. A phone's clock is often wrong; a test's time is the server's. */
let ahead = 0;

/** Learns the server's time: from the local runtime's clock where there is one, else from the answer's Date header. */
export async function learnTime(response?: Response): Promise<void> {
  const { clock } = await config();
  if (clock) {
    const { now } = (await (await fetch(clock)).json()) as { now: string };
    ahead = Date.parse(now) - Date.now();
    return;
  }
  const date = response?.headers.get("Date");
  if (date) {
    ahead = Date.parse(date) - Date.now();
  }
}

export const serverNow = (): number => Date.now() + ahead;

export const clockSkewSeconds = (): number => Math.round(ahead / 1000);
