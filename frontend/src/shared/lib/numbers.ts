/** Numbers as people read them. */
import { language } from "@/shared/i18n";

export const count = (value: number): string =>
  new Intl.NumberFormat(language() === "en" ? "en" : "zh-CN").format(value);

/** A sum of fen in yuan, `12,000` or `12,000.50`; without its unit, for columns that name it. */
export const sum = (fen: number): string =>
  new Intl.NumberFormat(language() === "en" ? "en" : "zh-CN", {
    minimumFractionDigits: fen % 100 === 0 ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(fen / 100);

/** A sum of fen as people say it: `12,000 元`. */
export const yuan = (fen: number): string => `${sum(fen)} ${language() === "en" ? "yuan" : "元"}`;

/** `null` is "nothing to divide by", which is not 0 %. */
export const percent = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined ? "—" : `${Number(value.toFixed(digits))}%`;

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  if (size < 1024 ** 2) return `${(size / 1024).toFixed(0)} KB`;
  return `${(size / 1024 ** 2).toFixed(1)} MB`;
}
