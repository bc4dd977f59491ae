/** Exact numbers, as the server reckons them: 15 digits before the point and 6 behind it, in millionths. */

export type Exact = bigint;

export const ONE: Exact = 1_000_000n;
const CENT: Exact = 10_000n;

const PLAIN = /^-?[0-9]{1,15}(\.[0-9]{1,6})?$/;
const GROUPED = /^-?[0-9]{1,3}(,[0-9]{3}){1,4}(\.[0-9]{1,6})?$/;

/** A number that people type: full-width digits and thousands commas are read too. Null for anything else. */
export function exact(given: unknown): Exact | null {
  if (typeof given !== "string" && typeof given !== "number") return null;
  const text = String(given).normalize("NFKC").trim();
  const plain = GROUPED.test(text) ? text.replaceAll(",", "") : text;
  if (!PLAIN.test(plain)) return null;
  const negative = plain.startsWith("-");
  const [whole = "0", part = ""] = plain.replace("-", "").split(".");
  const size = BigInt(whole) * ONE + BigInt(part.padEnd(6, "0"));
  return negative ? -size : size;
}

export const isWhole = (value: Exact): boolean => value % ONE === 0n;
export const isCents = (value: Exact): boolean => value % CENT === 0n;

/** As people write it: no zeros at the end. */
export function plain(value: Exact): string {
  const size = value < 0n ? -value : value;
  const part = (size % ONE).toString().padStart(6, "0").replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${size / ONE}${part ? `.${part}` : ""}`;
}

/** A share of two numbers, kept whole so that 100 % is 100 % and nothing beside it. `over` is above nought. */
export interface Ratio {
  of: bigint;
  over: bigint;
}

export const ratio = (of: bigint, over: bigint): Ratio => (over < 0n ? { of: -of, over: -over } : { of, over });
export const compare = (one: Ratio, other: Ratio): number => {
  const difference = one.of * other.over - other.of * one.over;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};
export const ceilDivide = (a: bigint, b: bigint): bigint => -floorDivide(-a, b);

/** In percent with two decimals, half a hundredth rounded up. */
export function percentText({ of, over }: Ratio): string {
  const hundredths = floorDivide(of * 200n + over, over * 2n);
  return `${floorDivide(hundredths, 100n)}.${(((hundredths % 100n) + 100n) % 100n).toString().padStart(2, "0")}`;
}
