/** Numbers as people read them. */
import { language } from "@/shared/i18n";

export const count = (value: number): string =>
  new Intl.NumberFormat(language() === "en" ? "en" : "zh-CN").format(value);

/** `null` is "nothing to divide by", which is not 0 %. */
export const percent = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined ? "—" : `${Number(value.toFixed(digits))}%`;

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  if (size < 1024 ** 2) return `${(size / 1024).toFixed(0)} KB`;
  return `${(size / 1024 ** 2).toFixed(1)} MB`;
}
