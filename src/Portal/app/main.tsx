import { render } from "preact";
import { learnTime } from "./clock";
import { Portal } from "./Portal";
import { isStaff, session } from "./session";
import { preferredLanguage, showIn } from "./texts";

await showIn(isStaff(session()?.role) ? "nl" : preferredLanguage());
render(<Portal />, document.getElementById("portal")!);
learnTime().catch(() => undefined);
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}
