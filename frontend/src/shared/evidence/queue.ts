/**
 * The files this machine still has to send: one queue for the whole product, so that leaving a page or reloading it
 * loses none and sends none twice. One file goes at a time, because on a bad line ten at once arrive not at all.
 */
import { useEffect, useSyncExternalStore } from "react";
import { actingFor } from "@/shared/api/acting";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { newKey, queryClient } from "@/shared/api/queries";
import { onSession, session } from "@/shared/api/session";
import { dropUpload, goneUpload, keepUpload, type PendingUpload, pendingUploads } from "@/shared/lib/pending-uploads";
import { post } from "./posting";

export interface Upload extends PendingUpload {
  /** Share sent, 0 to 1. */
  progress: number;
  /**
   * `queued`: its turn comes. `waiting`: goes again by itself when the line is back. `signed_out`: when its sender has
   * signed in again. `refused`: the server will not take it as it is.
   */
  state: "queued" | "sending" | "waiting" | "signed_out" | "refused";
  problem: ApiProblem | null;
  /** Safe on this machine, so that the page may be closed. */
  kept: boolean;
}

/** Where the files are for: `purpose` is the attachment's. */
export interface Place {
  subjectType: string;
  subjectId: string;
  purpose: string;
}

const AGAIN_MS = 5_000;

let uploads: Upload[] = [];
let busy = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function become(next: Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

const change = (key: string, next: Partial<Upload>): void =>
  become(uploads.map((one) => (one.key === key ? { ...one, ...next } : one)));
const forget = (key: string): void => become(uploads.filter((one) => one.key !== key));

const username = (): string => {
  const now = session();
  return now.kind === "signed_out" ? "" : now.username;
};

/** Worth sending again as it is: nobody answered, the server is busy, or its twin is still on the way. */
const passing = (problem: ApiProblem): boolean =>
  problem.offline || problem.status === 408 || problem.status === 429 || problem.status >= 500;

/** While another tab of this browser sends the file, this one leaves it alone. */
async function alone(key: string, work: () => Promise<void>): Promise<boolean> {
  if (!navigator.locks) {
    await work();
    return true;
  }
  return navigator.locks.request(`duban-upload-${key}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}

async function sendOne(upload: Upload): Promise<void> {
  change(upload.key, { state: "sending", problem: null });
  try {
    const ours = await alone(upload.key, async () => {
      // Another tab may have sent it since it was read here.
      if (!(upload.kept && (await goneUpload(upload.key)))) {
        await post(upload, (progress) => change(upload.key, { progress }));
        await dropUpload(upload.key);
      }
      forget(upload.key);
      for (const resource of ["attachment", upload.subjectType])
        void queryClient.invalidateQueries({ queryKey: [resource] });
    });
    if (!ours) change(upload.key, { state: "waiting" });
  } catch (error) {
    const problem = asProblem(error);
    const state = problem.status === 401 ? "signed_out" : passing(problem) ? "waiting" : "refused";
    change(upload.key, { state, problem });
    // What stopped this one stops the others too.
    if (state === "signed_out" || problem.offline)
      become(uploads.map((one) => (one.state === "queued" ? { ...one, state, problem } : one)));
  }
}

async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    for (;;) {
      const next = uploads.find((one) => one.state === "queued");
      if (!next) break;
      await sendOne(next);
    }
  } finally {
    busy = false;
  }
  clearTimeout(timer);
  if (uploads.some((one) => one.state === "waiting")) timer = setTimeout(() => again("waiting"), AGAIN_MS);
}

function again(...states: Upload["state"][]): void {
  become(uploads.map((one) => (states.includes(one.state) ? { ...one, state: "queued" } : one)));
  void work();
}

/** Take files for a matter. They are kept on this machine before the first byte is sent. */
export async function addUploads(files: File[], place: Place): Promise<void> {
  for (const file of files) {
    const pending: PendingUpload = {
      key: newKey(),
      ...place,
      username: username(),
      actingFor: actingFor(),
      name: file.name || "photo.jpg",
      happenedAt: file.lastModified ? new Date(file.lastModified).toISOString() : null,
      file,
    };
    const kept = await keepUpload(pending);
    become([...uploads, { ...pending, kept, progress: 0, state: "queued", problem: null }]);
  }
  void work();
}

export function sendAgain(key: string): void {
  change(key, { state: "queued", problem: null });
  void work();
}

export async function discardUpload(key: string): Promise<void> {
  await dropUpload(key);
  forget(key);
}

/** Read what earlier visits of whoever is signed in could not send. */
async function restore(): Promise<void> {
  const whose = username();
  const left = await pendingUploads(whose);
  if (username() !== whose) return;
  const known = new Set(uploads.map((one) => one.key));
  become([
    ...uploads,
    ...left
      .filter((one) => !known.has(one.key))
      .map((one): Upload => ({ ...one, kept: true, progress: 0, state: "queued", problem: null })),
  ]);
  void work();
}

/** Runs while somebody is signed in: restores what was left, and goes on when the line or the session is back. */
export function startUploads(): () => void {
  let whose = username();
  const follow = () => {
    const now = session();
    // Somebody else's files are not shown, and wait on this machine for him.
    if (username() !== whose) become([]);
    whose = username();
    if (now.kind !== "signed_in") return;
    again("signed_out");
    void restore();
  };
  const online = () => again("waiting");
  const stop = onSession(follow);
  window.addEventListener("online", online);
  void restore();
  return () => {
    stop();
    window.removeEventListener("online", online);
    clearTimeout(timer);
    become([]);
  };
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Everything this machine still has to send. */
export const useUploads = (): Upload[] => useSyncExternalStore(subscribe, () => uploads);

export const useUploadQueue = (): void => useEffect(startUploads, []);
