import { render } from "preact";
import { learnTime } from "./clock";
import { Portal } from "./Portal";
import { preferredLanguage, setLanguage } from "./texts";

await setLanguage(preferredLanguage());
render(<Portal />, document.getElementById("portal")!);
learnTime().catch(() => undefined);
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}
