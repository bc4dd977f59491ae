/** Articles as the public reads them: `art. 22` is how lawyers' databases write it. */
import { basisOf, language } from "@/shared/i18n";

export const cited = (text: string): string => {
  const said = basisOf(text);
  return language() === "en"
    ? said
    : said.replace(/\s*art\. ([0-9、,\s–—-]*[0-9])/g, (_, articles) => `第${articles}条`);
};
