/** Words: every module keeps its own, Chinese and English side by side, under one namespace of i18next. */
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export type Language = "zh" | "en";

const STORED = "duban.language";

/** The language chosen on this machine, else the browser's, else Chinese. */
function initialLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === "zh" || stored === "en") return stored;
  return navigator.language.toLowerCase().startsWith("en") ? "en" : "zh";
}

void i18next.use(initReactI18next).init({
  lng: initialLanguage(),
  fallbackLng: "zh",
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  returnNull: false,
});

export const language = (): Language => (i18next.language === "en" ? "en" : "zh");

/** What `Accept-Language` says, and what the root element's `lang` says. */
export const languageTag = (): string => (language() === "en" ? "en" : "zh-CN");

export function setLanguage(next: Language): void {
  localStorage.setItem(STORED, next);
  void i18next.changeLanguage(next);
}

/** The current language, and a render whenever it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === "en" ? "en" : "zh";
}

/** `状态：待审核` / `State: Submitted`. With an empty value, the label and its colon. */
export const pair = (label: string, value: string): string =>
  language() === "en" ? `${label}: ${value}` : `${label}：${value}`;

/** `art. 6, 13` is how lawyers' databases write it. */
const articles = (_: string, numbers: string): string => `第${numbers.replace(/\s*[,，]\s*/g, "、")}条`;

/** A basis as its reader cites it: the half in one's language of `中文 / English`, and articles in Chinese as 第…条. */
export const basisOf = (basis: string): string => {
  const at = basis.indexOf(" / ");
  if (language() === "en") return at < 0 ? basis : basis.slice(at + 3);
  const said = at < 0 ? basis : basis.slice(0, at);
  return said.replace(/\s*\barts?\.? (\d(?:[\d、,，\s–-]*\d)?)/g, articles).replaceAll("; ", "；");
};

/** `一、二` / `one, two`. */
export const list = (items: readonly string[]): string => items.join(language() === "en" ? ", " : "、");

/** `单位（停用）` / `Office (closed)`: what stands in brackets behind something, with the space English needs. */
export const aside = (text: string): string => (language() === "en" ? ` (${text})` : `（${text}）`);

/** Sentences one after the other: Chinese ones need no space. */
export const sentences = (...parts: string[]): string => parts.filter(Boolean).join(language() === "en" ? " " : "");

export type Values = Record<string, string | number>;
export type Say<K extends string> = (key: K, values?: Values) => string;

/**
 * Register a module's words and get what reads them: `use()` in components, `say()` elsewhere.
 * `{{name}}` in a text is replaced by `values.name`. English must have exactly the keys of Chinese.
 */
export function words<const T extends Record<string, string>>(
  namespace: string,
  zh: T,
  en: Record<keyof T & string, string>,
) {
  type Key = keyof T & string;
  i18next.addResourceBundle("zh", namespace, zh);
  i18next.addResourceBundle("en", namespace, en);
  const translate = i18next.t as (key: string, options: object) => string;
  const say: Say<Key> = (key, values) => translate(key, { ns: namespace, ...values });
  // One for each language: what is remembered of them is made anew when the language changes.
  const spoken: Record<Language, Say<Key>> = { zh: (...what) => say(...what), en: (...what) => say(...what) };
  const use = (): Say<Key> => spoken[useLanguage()];
  return { say, use };
}
