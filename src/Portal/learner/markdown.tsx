import { Marked, type Tokens } from "marked";
import type { Module } from "./modules";

/** Dutch words of a module with what they mean, as its glossary section lists them. */
export type Glossary = ReadonlyMap<string, string>;

const line = /^- (.+?): (.+)$/;
const bold = /\*\*(.+?)\*\*/g;

export function glossaryOf(module: Module): Glossary {
  const text = module.sections.find((section) => section.sectionId === "glossary")?.markdown ?? "";
  const entries = text.split("\n").map((row) => line.exec(row)).filter((row) => row !== null);
  return new Map(entries.flatMap(([, words, meaning]) => [...words!.matchAll(bold)].map(([, word]) => [word!.toLowerCase(), meaning!] as const)));
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * A section's text as HTML. It comes from our own content, as CommonMark without raw HTML; what still looks like HTML is shown as
 * text, and links go to https addresses, telephones and mail only. A Dutch word of the glossary becomes a button that explains it:
 * no <button>, which no browser breaks or wraps as a word of the sentence.
 */
export function htmlOf(markdown: string, glossary: Glossary): string {
  const marked = new Marked({
    renderer: {
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escaped(text),
      image: ({ text }: Tokens.Image) => escaped(text),
      link({ href, tokens }: Tokens.Link) {
        const inner = this.parser.parseInline(tokens);
        return /^(https:|tel:|mailto:)/.test(href) ? `<a href="${escaped(href)}" rel="noopener noreferrer" target="_blank">${inner}</a>` : inner;
      },
      em({ text, tokens }: Tokens.Em) {
        const meaning = glossary.get(text.toLowerCase());
        const inner = this.parser.parseInline(tokens);
        return meaning ? `<span role="button" tabindex="0" class="word" lang="nl" dir="ltr" aria-haspopup="dialog" data-word="${escaped(text)}">${inner}</span>` : `<em lang="nl" dir="ltr">${inner}</em>`;
      },
    },
  });
  return marked.parse(markdown, { async: false });
}
