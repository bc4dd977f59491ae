/** Articles as the public reads them: `art. 6, 13` is how lawyers' databases write it. */
import { basisOf, language } from "@/shared/i18n";

const inChinese = (_: string, articles: string): string => `第${articles.replace(/\s*[,，]\s*/g, "、")}条`;

export const cited = (text: string): string => {
  const said = basisOf(text);
  if (language() === "en") return said;
  return said.replace(/\s*art\. ([0-9、,，\s–—-]*[0-9])/g, inChinese).replaceAll("; ", "；");
};
