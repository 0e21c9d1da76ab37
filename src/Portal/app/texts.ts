import nl from "../texts/nl.json";

export type TextKey = keyof typeof nl;
type Texts = Record<TextKey, string>;

/** The languages of the interface, each by its own name. Adding one is adding its file and its line here. */
export const languages: Record<string, string> = { nl: "Nederlands", en: "English", fr: "Français", tr: "Türkçe", ar: "العربية" };

const load: Record<string, () => Promise<{ default: Texts }>> = {
  en: () => import("../texts/en.json"),
  fr: () => import("../texts/fr.json"),
  tr: () => import("../texts/tr.json"),
  ar: () => import("../texts/ar.json"),
};

const rightToLeft = new Set(["ar"]);
const key = "language";
let now = "nl";
let texts: Texts = nl;

export const language = (): string => now;

/** Direction in which a text of that language is written. */
export const directionOf = (code: string): "rtl" | "ltr" => (rightToLeft.has(code) ? "rtl" : "ltr");

/** The language chosen before, else the first of the browser's that there is, else Dutch. */
export function preferredLanguage(): string {
  const wanted = [localStorage.getItem(key), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  return wanted.find((code) => code !== null && code in languages) ?? "nl";
}

/** Shows the interface in a language from now on. */
export async function showIn(code: string): Promise<void> {
  texts = code === "nl" ? nl : (await load[code]!()).default;
  now = code;
  document.documentElement.lang = code;
  document.documentElement.dir = directionOf(code);
}

/** The language somebody chose, on this device from now on. */
export async function chooseLanguage(code: string): Promise<void> {
  await showIn(code);
  localStorage.setItem(key, code);
}

/** A text of the interface, with `{name}` filled in. */
export const t = (name: TextKey, values: Record<string, string | number> = {}): string =>
  texts[name].replace(/\{(\w+)\}/g, (whole, value: string) => String(values[value] ?? whole));

/** A legal day in words. Days are Europe/Brussels and carry no time, so no zone may move them. */
export const day = (date: string): string =>
  new Intl.DateTimeFormat(now, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));

export const instant = (at: string): string =>
  new Intl.DateTimeFormat(now, { dateStyle: "medium", timeStyle: "short", timeZone: "Europe/Brussels" }).format(new Date(at));

/** "12 days", "5 minutes", with the plural that the language has. */
export const amount = (count: number, unit: "day" | "minute" | "second" | "percent"): string =>
  new Intl.NumberFormat(now, { style: "unit", unit, unitDisplay: unit === "percent" ? "short" : "long" }).format(count);
