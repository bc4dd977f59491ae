/** A program of one's own: each worker's journeys share one, and see what the others of theirs did. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as after } from "node:timers/promises";
import { PROGRAM } from "./demo";

const START_MS = 120_000;
const LEAVE_MS = 10_000;

/** Starts it; its address, and how to end it. */
export async function started(): Promise<{ url: string; end: () => Promise<void> }> {
  const port = String(20_000 + (process.pid % 10_000));
  const url = `http://127.0.0.1:${port}`;
  const program = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, DUBAN_JOURNEYS_PORT: port },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const over = once(program, "exit");
  const end = async () => {
    program.kill("SIGINT");
    await Promise.race([over, after(LEAVE_MS, undefined, { ref: false })]);
    program.kill("SIGKILL");
  };
  const until = Date.now() + START_MS;
  while (!(await isReady(url))) {
    if (program.exitCode !== null) throw new Error(`The program ended with ${program.exitCode} before it was ready.`);
    if (Date.now() > until) {
      await end();
      throw new Error(`The program was not ready on ${url} within ${START_MS / 1000} s.`);
    }
    await after(200);
  }
  return { url, end };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
