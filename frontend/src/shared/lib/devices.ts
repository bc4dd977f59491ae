/** A browser's own description in words a person knows: `Chrome · Windows`. */

/** In this order: most browsers also call themselves what others are. */
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/i, "WeChat"],
  [/DingTalk/i, "DingTalk"],
  [/wxwork/i, "WeCom"],
  [/360SE|QIHU|360EE/i, "360"],
  [/QQBrowser/i, "QQ"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/(Firefox|FxiOS)\//, "Firefox"],
  [/HeadlessChrome|(Chrome|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/i, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone|iPod/, "iPhone"],
  [/iPad/, "iPad"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux|X11/, "Linux"],
];

const first = (known: [RegExp, string][], text: string) => known.find(([pattern]) => pattern.test(text))?.[1];

/** What is no browser (a script, a system's client) is called by the first word of what it says. */
export function deviceOf(userAgent: string | null | undefined): string {
  if (!userAgent) return "";
  const found = [first(BROWSERS, userAgent), first(SYSTEMS, userAgent)].filter(Boolean);
  return found.length > 0 ? found.join(" · ") : (userAgent.split(/[\s/]/)[0] ?? "");
}
