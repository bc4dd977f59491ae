/** Before the first journey the demo is told, once for all; when the last is over, it is gone again. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const PROGRAM = fileURLToPath(new URL("program.mjs", import.meta.url));

export default function told(): () => void {
  const say = (word: string) =>
    execFileSync(process.execPath, [PROGRAM, word], { stdio: ["ignore", "ignore", "inherit"] });
  say("--ready");
  return () => say("--clear");
}
