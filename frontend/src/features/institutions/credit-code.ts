/** The check character of a 统一社会信用代码 (GB 32100-2015), so that a slip of the pen is seen before it is sent. */

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH = 18;

export const canonicalCode = (typed: string): string => typed.replace(/[\s-]/g, "").toUpperCase();

/** What is wrong with a code as typed, or null: "shape" (length or characters), "check" (the last character). */
export function faultOf(typed: string): "shape" | "check" | null {
  const values = [...canonicalCode(typed)].map((character) => ALPHABET.indexOf(character));
  if (values.length !== LENGTH || values.includes(-1)) return "shape";
  let sum = 0;
  let weight = 1;
  for (const value of values.slice(0, -1)) {
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return (31 - (sum % 31)) % 31 === values.at(-1) ? null : "check";
}
