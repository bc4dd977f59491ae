/** A receipt code as it is typed and shown. Whether it is one, the server says. */

/** Characters of a whole code. */
export const LENGTH = 21;
const GROUP = 4;

/** What counts of what was typed or pasted: small letters, wide ones, blanks, dashes, O, I and L are understood. */
export const plainOf = (typed: string): string =>
  typed
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1")
    .replace(/[^0-9A-Z]/g, "")
    .slice(0, LENGTH);

export const groups = (code: string): string[] => plainOf(code).match(new RegExp(`.{1,${GROUP}}`, "g")) ?? [];

/** `0123-4567-89AB-…` */
export const grouped = (typed: string): string => groups(typed).join("-");

/** Where the caret belongs in what is grouped, when so many characters of the code stand before it. */
export const caretAfter = (characters: number): number => characters + Math.max(0, Math.ceil(characters / GROUP) - 1);
